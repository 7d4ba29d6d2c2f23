package dev.modeldeck.engine.registry;

import java.util.List;

/**
 * What the local engine says of an encoder's folder without loading it.
 *
 * @param longest most tokens of a text
 * @param tensors that the folder's files must hold
 */
public record EncoderFacts(
        Inspection.Task task, Inspection.Encoder encoder, int longest, List<Tensor> tensors) {

    public EncoderFacts {
        tensors = List.copyOf(tensors);
    }

    /** Weights of the tensors. */
    public long parameters() {
        return tensors.stream()
                .mapToLong(tensor -> tensor.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /**
     * A tensor.
     *
     * @param folder within the model's; empty for the model's own
     * @param shape outermost first
     */
    public record Tensor(String folder, String name, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }
    }
}
