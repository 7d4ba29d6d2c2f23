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
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.Checkpoint;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.ModelFolder;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.gguf.GgufCheckpoint;
import dev.modeldeck.engine.local.kernels.LinearKernel;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.Precisions;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
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
     */
    public record Spec(
            Path path,
            String device,
            String dtype,
            long memory,
            int contextLength,
            int concurrency,
            int threads,
            @Nullable Path quantised) {

        /** The same for so many requests side by side. */
        Spec serving(int requests) {
            return new Spec(
                    path, device, dtype, memory, contextLength, requests, threads, quantised);
        }
    }

    private final TextParts parts;
    private final AnswerForms forms;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TextModel(TextParts parts) {
        this.parts = parts;
        this.forms = new AnswerForms(parts.assets(), parts.decoder().shape().vocabulary());
    }

    /**
     * Loads a model; takes seconds.
     *
     * @throws EngineException if the folder is damaged or asks for what cannot be run here
     */
    public static TextModel open(Spec spec, LoadProgress progress) {
        Checkpoint files =
                Files.isDirectory(spec.path())
                        ? new ModelFolder(spec.path())
                        : GgufCheckpoint.open(spec.path());
        DecoderShape shape = TextFamilies.shape(files.json("config.json"));
        int context = context(spec, shape);
        progress.at(0, "Reading the tokenizer");
        try (Opening opening = new Opening()) {
            TextAssets assets = TextAssets.open(files);
            opening.otherwise(assets.tokenizer()::close);
            DecoderShape served = shape.servedUpTo(context);
            Decoder decoder = decoder(spec, files, served, context, progress);
            opening.done();
            progress.at(1, "Ready");
            Slots slots = new Slots(spec.concurrency(), decoder.positions());
            int most = Math.min(context, decoder.positions());
            return new TextModel(new TextParts(assets, decoder, slots, most));
        }
    }

    /** What it consists of, for those who measure it; closed with it. */
    TextParts parts() {
        return parts;
    }

    private static Decoder decoder(
            Spec spec, Checkpoint files, DecoderShape shape, int context, LoadProgress progress) {
        TorchRuntime.start(spec.threads());
        try (Opening opening = new Opening()) {
            Weights weights = files.weights(Precisions.widened(spec.dtype()));
            opening.otherwise(weights::close);
            WeightPlan.Tensor embedding = WeightPlan.of(shape, weights).embedding();
            TensorType stored = weights.get(embedding.name(), embedding.size()).type();
            String dtype = DecoderLoader.dtype(spec.dtype(), spec.device(), files, shape);
            Precision precision = Precisions.choose(dtype, spec.device(), stored, weights.bytes());
            long free = spec.memory() - weights.bytes();
            int positions =
                    KeyValueMemory.positions(shape, precision, free, spec.concurrency(), context);
            DecoderSpec loading = DecoderSpec.of(precision, spec.device(), positions);
            Decoder decoder =
                    DecoderLoader.load(
                            shape, weights, loading.keeping(kept(spec, dtype)), progress);
            opening.done();
            return decoder;
        }
    }

    /** Where weights quantised so, for this kind of processor, are kept. */
    private static @Nullable Path kept(Spec spec, String dtype) {
        Path beginning = spec.quantised();
        return beginning == null
                ? null
                : beginning.resolveSibling(
                        "%s-%s-%s.safetensors"
                                .formatted(beginning.getFileName(), dtype, LinearKernel.layout()));
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
            List<PreparedPrompt> prompts, int choices, TextOptions options, ChunkListener chunks) {
        if (prompts.isEmpty()) {
            throw EngineException.invalid("There is no prompt. Send at least one.");
        }
        AnswerForms.Held form = forms.held(options.form());
        try (Sequence sequence = new Sequence(parts, Speculation::new)) {
            Generation generation = new Generation(parts, sequence, options, form.start(), chunks);
            List<TextChoice> answers = new ArrayList<>();
            int read = 0;
            for (PreparedPrompt prompt : prompts) {
                answers.addAll(generation.run(prompt, choices, answers.size()));
                read += prompt.ids().length;
            }
            return new InferenceResult.Text(
                    answers,
                    new Usage(read, generation.written()),
                    new AnswerNotes(0, form.notHeld()));
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
