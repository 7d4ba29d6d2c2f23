package dev.modeldeck.engine.local;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.tensor.TensorModel;
import dev.modeldeck.engine.local.text.TextModel;

import java.util.List;

/** Opens a model of this machine, whatever it answers. */
public final class LocalModels {

    private LocalModels() {}

    /**
     * Loads PyTorch and the model's weights into this process. Blocks for seconds.
     *
     * @throws EngineException saying why the model cannot be loaded
     */
    public static Backend open(LocalModelSpec spec, LoadProgress progress) {
        checkDevice(spec.device());
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
                            progress);
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

    private static void checkDevice(String id) {
        if (id.equals("cpu")) {
            return;
        }
        List<String> here = Devices.list().stream().map(Device::id).toList();
        if (!here.contains(id)) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "There is no device \"%s\" on this machine, which has: %s. Choose one of these."
                                    .formatted(id, String.join(", ", here))));
        }
    }
}
