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
import dev.modeldeck.engine.local.checkpoint.JsonFiles;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.checkpoint.Weights;
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
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param concurrency requests that are served side by side
     * @param threads that compute; 0 leaves it to PyTorch
     */
    public record Spec(
            Path folder,
            String device,
            String dtype,
            int contextLength,
            int concurrency,
            int threads) {}

    private final TextAssets assets;
    private final Decoder decoder;
    private final Slots slots;
    private final int context;
    private final AnswerForms forms;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TextModel(TextAssets assets, Decoder decoder, int slots, int context) {
        this.assets = assets;
        this.decoder = decoder;
        this.slots = new Slots(slots);
        this.context = context;
        this.forms = new AnswerForms(assets, decoder.shape().vocabulary());
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
            int concurrency = Math.max(1, spec.concurrency());
            Decoder decoder = decoder(spec, shape, concurrency, progress);
            opening.done();
            progress.at(1, "Ready");
            return new TextModel(assets, decoder, concurrency, context);
        }
    }

    private static Decoder decoder(
            Spec spec, DecoderShape shape, int slots, LoadProgress progress) {
        TorchRuntime.start(spec.threads());
        try (Opening opening = new Opening()) {
            Weights weights = Safetensors.open(spec.folder());
            opening.otherwise(weights::close);
            TensorType stored =
                    weights.get("model.embed_tokens.weight", shape.vocabulary(), shape.hidden())
                            .type();
            Precision precision =
                    Precisions.choose(spec.dtype(), spec.device(), stored, weights.bytes());
            Decoder decoder =
                    DecoderLoader.load(shape, weights, precision, spec.device(), slots, progress);
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
        Prompts prompts = new Prompts(assets, decoder.shape(), context);
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
        Slot slot = slots.take(prompts.getFirst().ids());
        try {
            Generation generation =
                    new Generation(
                            decoder, assets, context, slots, slot, options, form.start(), chunks);
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
        } finally {
            decoder.leave(slot.index());
            slots.giveBack(slot);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            decoder.close();
            assets.tokenizer().close();
        }
    }
}
