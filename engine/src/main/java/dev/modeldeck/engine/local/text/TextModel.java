package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A language model from a Hugging Face folder, answering chats and completions. Requests beyond its
 * concurrency wait in line; those that are served are computed together, and none sees anything of
 * another.
 */
public final class TextModel implements Backend {

    /**
     * What to load and how.
     *
     * @param device {@code cpu} or {@code cuda:0} …
     * @param dtype {@code auto}, {@code f32}, {@code bf16}, {@code fp16}, {@code int8} or {@code
     *     int4}
     * @param memory bytes that are free on the device
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param concurrency requests that are served side by side, at least 1
     * @param threads that compute; 0 leaves it to PyTorch
     */
    public record Spec(
            Path folder,
            String device,
            String dtype,
            long memory,
            int contextLength,
            int concurrency,
            int threads) {

        /** The same for so many requests side by side. */
        Spec serving(int requests) {
            return new Spec(folder, device, dtype, memory, contextLength, requests, threads);
        }
    }

    private final TextParts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TextModel(TextParts parts) {
        this.parts = parts;
    }

    /**
     * Loads a model; takes seconds.
     *
     * @throws EngineException if the folder is damaged or asks for what cannot be run here
     */
    public static TextModel open(Spec spec, LoadProgress progress) {
        JsonNode config = JsonFiles.read(spec.folder().resolve("config.json"));
        DecoderShape shape = TextFamilies.shape(config);
        int context = context(spec, shape);
        progress.at(0, "Reading the tokenizer");
        try (Opening opening = new Opening()) {
            TextAssets assets = TextAssets.open(spec.folder(), config);
            opening.otherwise(assets.tokenizer()::close);
            Decoder decoder = decoder(spec, shape.servedUpTo(context), context, progress);
            opening.done();
            progress.at(1, "Ready");
            Slots slots = new Slots(spec.concurrency(), decoder.positions());
            int most = Math.min(context, decoder.positions());
            return new TextModel(new TextParts(assets, decoder, slots, most));
        }
    }

    /** For those who look closer than at answers. */
    TextParts parts() {
        return parts;
    }

    private static Decoder decoder(
            Spec spec, DecoderShape shape, int context, LoadProgress progress) {
        TorchRuntime.start(spec.threads());
        try (Opening opening = new Opening()) {
            Weights weights = Safetensors.open(spec.folder());
            opening.otherwise(weights::close);
            WeightPlan.Tensor embedding = WeightPlan.of(shape, weights).embedding();
            TensorType stored = weights.get(embedding.name(), embedding.size()).type();
            Precision precision =
                    Precisions.choose(spec.dtype(), spec.device(), stored, weights.bytes());
            long free = spec.memory() - weights.bytes();
            int positions =
                    KeyValueMemory.positions(shape, precision, free, spec.concurrency(), context);
            Decoder decoder =
                    DecoderLoader.load(
                            shape, weights, precision, spec.device(), positions, progress);
            opening.done();
            return decoder;
        }
    }

    private static int context(Spec spec, DecoderShape shape) {
        if (spec.contextLength() > shape.context()) {
            throw EngineException.invalid(
                    "A context of %d tokens was asked for, but this model was made for at most %d. Choose a shorter one."
                            .formatted(spec.contextLength(), shape.context()));
        }
        return spec.contextLength() > 0 ? spec.contextLength() : shape.context();
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        Prompts prompts = new Prompts(parts.assets(), parts.decoder().shape(), parts.context());
        return switch (request.payload()) {
            case Payload.Chat chat ->
                    write(prompts.of(chat), chat.choices(), chat.options(), chunks);
            case Payload.Completion completion ->
                    write(
                            prompts.of(completion),
                            completion.choices(),
                            completion.options(),
                            chunks);
            case Payload.Embedding _, Payload.Tabular _, Payload.Tensors _ ->
                    throw new EngineException(
                            new Problem.Unsupported(
                                    "This is a language model: it answers chats and completions only."));
        };
    }

    private InferenceResult write(
            List<PreparedPrompt> prompts, int choices, TextOptions options, ChunkListener chunks) {
        if (prompts.isEmpty()) {
            throw EngineException.invalid("There is no prompt. Send at least one.");
        }
        try (Sequence sequence = new Sequence(parts)) {
            Generation generation = new Generation(parts, sequence, options, chunks);
            List<TextChoice> answers = new ArrayList<>();
            int read = 0;
            for (PreparedPrompt prompt : prompts) {
                answers.addAll(generation.run(prompt, choices, answers.size()));
                read += prompt.ids().length;
            }
            return new InferenceResult.Text(answers, new Usage(read, generation.written()));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.decoder().close();
            parts.assets().tokenizer().close();
        }
    }
}
