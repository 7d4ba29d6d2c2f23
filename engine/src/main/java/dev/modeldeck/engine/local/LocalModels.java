package dev.modeldeck.engine.local;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.encoder.EncoderModel;
import dev.modeldeck.engine.local.tensor.TensorModel;
import dev.modeldeck.engine.local.text.TextBench;
import dev.modeldeck.engine.local.text.TextModel;
import dev.modeldeck.engine.local.text.TextQuality;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Opens a model of this machine, whatever it answers; measures one that writes. */
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
            case TEXT -> TextModel.open(text(spec, device), progress);
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

    /**
     * Has a language model read a text, see {@link TextQuality}. Blocks for seconds or minutes.
     *
     * @throws EngineException saying why the model cannot be loaded
     */
    public static TextQuality.Figures measure(
            LocalModelSpec spec, String text, Path exact, LoadProgress progress) {
        Device device = device(spec.device());
        progress.at(-1, "Loading PyTorch");
        return TextQuality.measure(text(spec, device), text, exact, progress);
    }

    /**
     * Loads a text model into this process, measures how fast it is, and lets it go. Takes a good
     * part of a minute.
     *
     * @param thorough whether to measure all there is, with more care: minutes
     * @throws EngineException saying why the model cannot be loaded
     */
    public static ModelSpeed measure(LocalModelSpec spec, boolean thorough, LoadProgress progress) {
        return TextBench.measure(text(spec, device(spec.device())), thorough, progress);
    }

    private static TextModel.Spec text(LocalModelSpec spec, Device device) {
        LocalModelSpec draft = spec.draft();
        return new TextModel.Spec(
                        spec.model(),
                        spec.device(),
                        spec.dtype(),
                        device.freeBytes(),
                        spec.contextLength(),
                        Math.max(1, spec.concurrency()),
                        spec.threads(),
                        spec.quantised())
                .drafted(draft == null ? null : text(draft, device));
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
