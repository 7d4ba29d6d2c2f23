package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.StoredInputs;
import dev.modeldeck.engine.local.torchscript.TorchDevice;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Builds an {@link Encoder}: loads its module and hands it the weights from mapped memory. */
final class EncoderLoader {

    /** What the module packs into memory of its own; all else it may keep where it lies. */
    private static final Set<String> PACKED_FROM = Set.of("qkv", "output", "up", "down");

    private EncoderLoader() {}

    /** Loads an encoder, which closes the weights when it is closed. */
    static Encoder load(
            EncoderPlan plan,
            EncoderWeights weights,
            Precision precision,
            String device,
            LoadProgress progress) {
        try (Opening opening = new Opening()) {
            String place = TorchDevice.of(device).usable().torchName();
            TorchModule module = TorchModule.load(EncoderSource.write(plan, precision, place));
            opening.otherwise(module::close);
            StoredInputs inputs = new StoredInputs(module, weights.arena(), StoredInputs.LARGEST);
            List<EncoderTensors.Entry> entries = EncoderTensors.of(plan, weights::has);
            for (int i = 0; i < entries.size(); i++) {
                EncoderTensors.Entry entry = entries.get(i);
                progress.at(i / (double) entries.size(), "Loading the weights");
                inputs.given(
                                entry.parts().stream().map(weights::get).toList(),
                                PACKED_FROM.contains(entry.list()),
                                all -> module.call("add_" + entry.list(), all))
                        .close();
            }
            opening.done();
            return new Encoder(plan.shape(), module, weights);
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Internal("The model's code could not be loaded by PyTorch."), e);
        }
    }
}
