package dev.modeldeck.engine.local;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.encoder.EncoderModel;
import dev.modeldeck.engine.local.tensor.TensorModel;
import dev.modeldeck.engine.local.text.TextModel;

import java.util.List;
import java.util.stream.Collectors;

/** Opens a model of this machine, whatever it answers. */
public final class LocalModels {

    private LocalModels() {}

    /**
     * Loads PyTorch and the model's weights into this process. Blocks for seconds.
     *
     * @throws EngineException saying why the model cannot be loaded
     */
    public static Backend open(LocalModelSpec spec, LoadProgress progress) {
        Device device = device(spec.device());
        progress.at(-1, "Loading PyTorch");
        return switch (spec.kind()) {
            case TEXT ->
                    TextModel.open(
                            new TextModel.Spec(
                                    spec.model(),
                                    spec.device(),
                                    spec.dtype(),
                                    device.freeBytes(),
                                    spec.contextLength(),
                                    Math.max(1, spec.concurrency()),
                                    spec.threads(),
                                    spec.quantised()),
                            progress);
            case ENCODER ->
                    EncoderModel.open(
                            new EncoderModel.Spec(
                                    spec.model(),
                                    spec.device(),
                                    spec.dtype(),
                                    spec.contextLength(),
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

    private static Device device(String id) {
        if (id.equals("cpu")) {
            return Devices.processor();
        }
        List<Device> here = Devices.list();
        return here.stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id, here));
    }

    private static EngineException missing(String id, List<Device> here) {
        return new EngineException(
                new Problem.Unavailable(
                        "There is no device \"%s\" on this machine, which has: %s. Choose one of these."
                                .formatted(
                                        id,
                                        here.stream()
                                                .map(Device::id)
                                                .collect(Collectors.joining(", ")))));
    }
}
