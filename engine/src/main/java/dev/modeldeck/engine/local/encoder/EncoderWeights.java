package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.Opening;
import dev.modeldeck.engine.local.checkpoint.Safetensors;
import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.encoder.EncoderHead.Stage;
import dev.modeldeck.engine.registry.EncoderFacts.Tensor;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The weights of a model: its own, and those of the modules behind it in folders of theirs. */
final class EncoderWeights implements AutoCloseable {

    private final Weights own;
    private final Map<String, Weights> modules;

    private EncoderWeights(Weights own, Map<String, Weights> modules) {
        this.own = own;
        this.modules = modules;
    }

    static EncoderWeights open(Path folder, EncoderHead head) {
        try (Opening opening = new Opening()) {
            Weights own = Safetensors.open(folder);
            opening.otherwise(own::close);
            Map<String, Weights> modules = new HashMap<>();
            opening.otherwise(() -> modules.values().forEach(Weights::close));
            for (Stage stage : head.stages()) {
                if (stage instanceof Stage.Linear linear && !linear.folder().isEmpty()) {
                    modules.computeIfAbsent(
                            linear.folder(), name -> Safetensors.open(folder.resolve(name)));
                }
            }
            opening.done();
            return new EncoderWeights(own, modules);
        }
    }

    boolean has(String name) {
        return own.has(name);
    }

    /** Memory that lives as long as this does. */
    Arena arena() {
        return own.arena();
    }

    /** Size of the model's own tensors as they are stored. */
    long bytes() {
        return own.bytes();
    }

    /** A tensor that must be there. */
    StoredTensor get(Tensor wanted) {
        long[] shape = wanted.shape().stream().mapToLong(Long::longValue).toArray();
        return modules.getOrDefault(wanted.folder(), own).get(wanted.name(), shape);
    }

    @Override
    public void close() {
        own.close();
        modules.values().forEach(Weights::close);
    }
}
