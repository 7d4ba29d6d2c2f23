package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A language model from a Hugging Face folder or a GGUF file, answering chats and completions.
 * Requests beyond its concurrency wait in line; those that are served are computed together, and
 * none sees anything of another.
 */
public final class TextModel implements Backend {

    /**
     * What to load and how.
     *
     * @param path a Hugging Face folder, or a GGUF file
     * @param device {@code cpu} or {@code cuda:0} …
     * @param dtype {@code auto}, {@code f32}, {@code bf16}, {@code fp16}, {@code int8} or {@code
     *     int4}
     * @param memory bytes that are free on the device
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param concurrency requests that are served side by side, at least 1
     * @param threads that compute; 0 leaves it to PyTorch
     * @param quantised beginning of the name of files in which quantised weights are kept; null to
     *     keep none
     * @param draft a smaller model with the same tokens that guesses; null for none
     */
    public record Spec(
            Path path,
            String device,
            String dtype,
            long memory,
            int contextLength,
            int concurrency,
            int threads,
            @Nullable Path quantised,
            @Nullable Spec draft) {

        /** Without a draft model. */
        public Spec(
                Path path,
                String device,
                String dtype,
                long memory,
                int contextLength,
                int concurrency,
                int threads,
                @Nullable Path quantised) {
            this(path, device, dtype, memory, contextLength, concurrency, threads, quantised, null);
        }

        /** The same for so many requests side by side. */
        Spec serving(int requests) {
            return new Spec(
                    path,
                    device,
                    dtype,
                    memory,
                    contextLength,
                    requests,
                    threads,
                    quantised,
                    draft);
        }

        /** The same with a draft model. */
        public Spec drafted(@Nullable Spec smaller) {
            return new Spec(
                    path,
                    device,
                    dtype,
                    memory,
                    contextLength,
                    concurrency,
                    threads,
                    quantised,
                    smaller);
        }
    }

    private final TextParts parts;
    private final AnswerPlans plans;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TextModel(TextParts parts) {
        this.parts = parts;
        this.plans = new AnswerPlans(parts.assets(), parts.decoder().shape().vocabulary());
    }

    /**
     * Loads a model; takes seconds.
     *
     * @throws EngineException if files are damaged or ask for what cannot be run here
     */
    public static TextModel open(Spec spec, LoadProgress progress) {
        return new TextModel(TextLoader.load(spec, progress));
    }

    /** What it consists of, for those who measure it; closed with it. */
    TextParts parts() {
        return parts;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        Prompts prompts = new Prompts(parts.assets(), parts.decoder().shape(), parts.context());
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    write(prompts.of(chat), chat.choices(), chat.options(), plans.of(chat), chunks);
            case Payload.Completion completion ->
                    write(
                            prompts.of(completion),
                            completion.choices(),
                            completion.options(),
                            plans.of(completion.options().form()),
                            chunks);
            case Payload.Embedding _,
                    Payload.Classification _,
                    Payload.Reranking _,
                    Payload.Tabular _,
                    Payload.Tensors _ ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "This is a language model: it answers chats and completions"
                                            + " only."));
        };
    }

    private InferenceResult write(
            List<PreparedPrompt> prompts,
            int choices,
            TextOptions options,
            AnswerPlan plan,
            ChunkListener chunks) {
        if (prompts.isEmpty()) {
            throw EngineException.invalid("There is no prompt. Send at least one.");
        }
        try (Sequence sequence = new Sequence(parts, Speculation::new)) {
            Generation generation = new Generation(parts, sequence, options, plan, chunks);
            List<TextChoice> answers = new ArrayList<>();
            int read = 0;
            int leftOut = 0;
            for (PreparedPrompt prompt : prompts) {
                answers.addAll(generation.run(prompt, choices, answers.size()));
                read += prompt.ids().length;
                leftOut += prompt.leftOut();
            }
            return new InferenceResult.Text(
                    answers,
                    new Usage(read, generation.written()),
                    new AnswerNotes(leftOut, plan.notHeld()));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.close();
        }
    }
}
