package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.tokens.Vocabulary;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchRuntime;

import org.jspecify.annotations.Nullable;

/**
 * Loads a text model and its draft model, if it has one: their decoders share thread and memory.
 */
final class TextLoader {

    /** What of the progress the draft model takes: it is a small one. */
    private static final double DRAFT = 0.2;

    private final TextModel.Spec spec;
    private final LoadProgress progress;

    private TextLoader(TextModel.Spec spec, LoadProgress progress) {
        this.spec = spec;
        this.progress = progress;
    }

    /**
     * @throws EngineException if files are damaged or ask for what cannot be run here
     */
    static TextParts load(TextModel.Spec spec, LoadProgress progress) {
        return new TextLoader(spec, progress).load();
    }

    private TextParts load() {
        progress.at(0, "Reading the tokenizer");
        try (Opening opening = new Opening()) {
            StoredDecoder model = opened(spec, opening);
            TextAssets assets = TextAssets.open(model.files());
            opening.otherwise(assets.tokenizer()::close);
            TextModel.Spec smaller = spec.draft();
            StoredDecoder draft = smaller == null ? null : opened(smaller, opening);
            if (draft != null) {
                checkTokens(assets.tokenizer().vocabulary(), draft);
            }
            TorchRuntime.start(spec.threads());
            int positions = positions(model, draft);
            ComputeThreads thread = new ComputeThreads("decoder", 1);
            opening.otherwise(thread::close);
            Draft guessing = draft == null ? null : guessing(draft, model, positions, thread);
            if (guessing != null) {
                opening.otherwise(guessing::close);
            }
            double begun = draft == null ? 0 : DRAFT;
            LoadProgress rest = (done, what) -> progress.at(begun + done * (1 - begun), what);
            Decoder decoder = model.load(positions, thread, rest);
            opening.done();
            progress.at(1, "Ready");
            Slots slots = new Slots(spec.concurrency(), positions);
            int most = Math.min(model.context(), positions);
            return new TextParts(assets, decoder, guessing, slots, most);
        }
    }

    private static StoredDecoder opened(TextModel.Spec spec, Opening opening) {
        StoredDecoder stored = StoredDecoder.open(spec);
        opening.otherwise(stored.weights()::close);
        return stored;
    }

    private int positions(StoredDecoder model, @Nullable StoredDecoder draft) {
        long weights = model.weightBytes() + (draft == null ? 0 : draft.weightBytes());
        long each = model.positionBytes() + (draft == null ? 0 : draft.positionBytes());
        return KeyValueMemory.positions(
                each, spec.memory() - weights, spec.concurrency(), model.context());
    }

    private Draft guessing(
            StoredDecoder draft, StoredDecoder model, int positions, ComputeThreads thread) {
        LoadProgress begin = (done, what) -> progress.at(done * DRAFT, "Loading the draft model");
        return new Draft(draft.load(positions, thread, begin), model.context());
    }

    private static void checkTokens(Vocabulary vocabulary, StoredDecoder draft) {
        if (!vocabulary.agreesWith(new Vocabulary(draft.files().json("tokenizer.json")))) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "The draft model has other tokens than the model that it is to guess"
                                    + " for. Choose a smaller one of the same family, or none."));
        }
    }
}
