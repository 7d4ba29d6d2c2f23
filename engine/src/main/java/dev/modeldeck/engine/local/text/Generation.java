package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.Constraint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Continues one prompt in a slot of the decoder, as often as choices are wanted. */
final class Generation {

    private final Decoder decoder;
    private final TextAssets assets;
    private final int context;
    private final Slots slots;
    private final Slot slot;
    private final TextOptions options;
    private final SamplingOptions sampling;
    private final Supplier<Constraint> constraints;
    private final ChunkListener listener;
    private int written;

    /**
     * @param context most positions of prompt and answer
     * @param constraints what each answer is held to
     */
    Generation(
            Decoder decoder,
            TextAssets assets,
            int context,
            Slots slots,
            Slot slot,
            TextOptions options,
            Supplier<Constraint> constraints,
            ChunkListener listener) {
        this.decoder = decoder;
        this.assets = assets;
        this.context = context;
        this.slots = slots;
        this.slot = slot;
        this.options = options;
        this.sampling = SamplingOptions.of(options, assets.generation());
        this.constraints = constraints;
        this.listener = listener;
    }

    /** Answers with indices from {@code firstIndex} on. The prompt is read once for all of them. */
    List<TextChoice> run(PreparedPrompt prompt, int choices, int firstIndex) {
        float[] first = prefill(prompt.ids());
        List<TextChoice> answers = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            answers.add(write(prompt, first, firstIndex + i));
        }
        return answers;
    }

    /** Tokens written so far in all answers. */
    int written() {
        return written;
    }

    private float[] prefill(int[] ids) {
        float[] logits = new float[0];
        boolean lasting = ids.length <= decoder.shape().rope().settledUpTo();
        int from = lasting ? known(ids) : 0;
        while (from < ids.length) {
            int to = Math.min(from + Slot.PIECE, ids.length);
            slot.hold(ids, lasting ? from : 0);
            int[] piece = Arrays.copyOfRange(ids, from, to);
            logits = decoder.append(new Step(slot.index(), piece, from, 1, ids.length))[0];
            stopIfCancelled();
            from = to;
        }
        slot.hold(ids, lasting ? ids.length : 0);
        return logits;
    }

    /** What this slot or another has read of the prompt, which is then in this one. */
    private int known(int[] ids) {
        int own = slot.shared(ids);
        Slot other = slots.knowing(ids);
        return other.shared(ids) > own ? decoder.copy(other, slot, ids) : own;
    }

    private TextChoice write(PreparedPrompt prompt, float[] first, int index) {
        long seed =
                options.seed() != null ? options.seed() : ThreadLocalRandom.current().nextLong();
        Sampler sampler = new Sampler(sampling, seed + index);
        Penalties penalties = new Penalties(sampling, prompt.ids());
        ChoiceWriter writer =
                new ChoiceWriter(index, assets.tokenizer(), options.stop(), logprobs(), listener);
        Constraint constraint = constraints.get();
        writer.echo(prompt.echo());
        int room = context - prompt.ids().length;
        int limit = options.maxTokens() == null ? room : Math.min(options.maxTokens(), room);
        float[] logits = first;
        while (writer.tokens() < limit) {
            stopIfCancelled();
            int token = sampler.choose(constraint.masked(penalties.applied(logits)));
            if (assets.endIds().contains(token)) {
                return writer.finish(FinishReason.STOP);
            }
            written++;
            constraint.accept(token);
            if (writer.add(token, logits) || constraint.ended()) {
                return writer.finish(FinishReason.STOP);
            }
            if (writer.tokens() < limit) {
                penalties.add(token);
                int position = prompt.ids().length + writer.tokens() - 1;
                int[] next = {token};
                logits = decoder.append(new Step(slot.index(), next, position, 1, position))[0];
            }
        }
        return writer.finish(FinishReason.LENGTH);
    }

    private @Nullable Logprobs logprobs() {
        return options.logprobs() == null
                ? null
                : new Logprobs(assets.tokenizer().vocabulary(), options.logprobs());
    }

    private static void stopIfCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw EngineException.cancelled();
        }
    }
}
