package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.local.text.constraint.Constraint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Answers one request. */
final class Generation {

    /** Tokens in which the mark of a thought, and white space after it, are found. */
    private static final int LONGEST_MARK = 12;

    private final TextParts parts;
    private final Sequence sequence;
    private final TextOptions options;
    private final SamplingOptions sampling;
    private final AnswerPlan plan;
    private final ChunkListener listener;
    private int written;

    Generation(
            TextParts parts,
            Sequence sequence,
            TextOptions options,
            AnswerPlan plan,
            ChunkListener listener) {
        this.parts = parts;
        this.sequence = sequence;
        this.options = options;
        this.sampling = SamplingOptions.of(options, parts.assets().generation());
        this.plan = plan;
        this.listener = listener;
    }

    /** Answers with indices from {@code firstIndex} on. The prompt is read once for all of them. */
    List<TextChoice> run(PreparedPrompt prompt, int choices, int firstIndex) {
        int room = parts.context() - prompt.ids().length;
        int limit = options.maxTokens() == null ? room : Math.min(options.maxTokens(), room);
        float[] first = sequence.begin(prompt.ids(), limit);
        List<TextChoice> answers = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            sequence.restart();
            answers.add(write(prompt, first, firstIndex + i, limit));
        }
        return answers;
    }

    /** Tokens written so far in all answers. */
    int written() {
        return written;
    }

    private TextChoice write(PreparedPrompt prompt, float[] first, int index, int limit) {
        long seed =
                options.seed() != null ? options.seed() : ThreadLocalRandom.current().nextLong();
        Sampler sampler = new Sampler(sampling, seed + index);
        Penalties penalties = new Penalties(sampling, prompt.ids());
        ChoiceWriter writer =
                new ChoiceWriter(
                        index,
                        parts.assets().tokenizer(),
                        options.stop(),
                        plan,
                        plan.thinks() ? new ThoughtReader(endsThinking(prompt)) : null,
                        logprobs(),
                        listener);
        Constraint constraint = plan.constraint().get();
        writer.echo(prompt.echo());
        float[] logits = first;
        while (writer.tokens() < limit) {
            Sequence.stopIfCancelled();
            int token = sampler.choose(constraint.masked(penalties.applied(logits)));
            if (parts.assets().endIds().contains(token)) {
                return writer.finish(FinishReason.STOP);
            }
            written++;
            constraint.accept(token);
            if (writer.add(token, logits) || constraint.ended()) {
                return writer.finish(FinishReason.STOP);
            }
            if (writer.tokens() < limit) {
                penalties.add(token);
                logits = sequence.next(token);
            }
        }
        return writer.finish(FinishReason.LENGTH);
    }

    /** Some templates open the thought themselves. */
    private boolean endsThinking(PreparedPrompt prompt) {
        int length = prompt.ids().length;
        int from = Math.max(0, length - LONGEST_MARK);
        String end = parts.assets().tokenizer().decode(prompt.ids(), from, length);
        return end.stripTrailing().endsWith(ThoughtReader.OPEN);
    }

    private @Nullable Logprobs logprobs() {
        return options.logprobs() == null
                ? null
                : new Logprobs(parts.assets().tokenizer().vocabulary(), options.logprobs());
    }
}
