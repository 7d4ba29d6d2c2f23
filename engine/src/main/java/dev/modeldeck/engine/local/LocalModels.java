package dev.modeldeck.engine.local;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.tensor.TensorModel;

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
        progress.at(-1, "Loading the model");
        return switch (spec.kind()) {
            case TEXT ->
                    throw new EngineException(
                            new Problem.Unsupported("Text models cannot be loaded yet."));
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
