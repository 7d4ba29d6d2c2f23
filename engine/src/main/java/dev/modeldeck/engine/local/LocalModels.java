package dev.modeldeck.engine.local;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.tensor.TensorModel;
import dev.modeldeck.engine.local.text.TextModel;

/** Opens a model of this machine, whatever it answers. */
public final class LocalModels {

    /** Told how far loading has come; fraction from 0 to 1, negative where unknown. */
    @FunctionalInterface
    public interface Progress {
        void at(double fraction, String what);
    }

    private LocalModels() {}

    /**
     * Loads PyTorch and the model's weights into this process. Blocks for seconds.
     *
     * @throws EngineException saying why the model cannot be loaded
     */
    public static Backend open(LocalModelSpec spec, Progress progress) {
        progress.at(-1, "Loading PyTorch");
        return switch (spec.kind()) {
            case TEXT ->
                    TextModel.open(
                            new TextModel.Spec(
                                    spec.model(),
                                    spec.device(),
                                    spec.dtype(),
                                    spec.contextLength(),
                                    spec.concurrency(),
                                    spec.threads()),
                            progress::at);
            case TENSOR ->
                    TensorModel.open(
                            new TensorModel.Spec(
                                    spec.model(),
                                    spec.device(),
                                    spec.concurrency(),
                                    spec.threads(),
                                    spec.inputNames(),
                                    spec.outputNames()));
        };
    }
}
