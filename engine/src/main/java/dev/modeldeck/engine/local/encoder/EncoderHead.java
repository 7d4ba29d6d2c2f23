package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.kernels.Activation;

import java.util.List;

/**
 * What makes one vector of the vectors of a text's tokens.
 *
 * @param pooling one or several, put side by side
 * @param withPrompt whether the tokens of a prompt before the text count
 * @param stages over the pooled vector, in order
 */
record EncoderHead(List<Pooling> pooling, boolean withPrompt, List<Stage> stages) {

    EncoderHead {
        pooling = List.copyOf(pooling);
        stages = List.copyOf(stages);
    }

    /** What happens to the pooled vector. */
    sealed interface Stage {

        /**
         * A linear map.
         *
         * @param folder within the model's, that holds its weights; empty for the model's own
         * @param name of its tensors, without {@code .weight} and {@code .bias}
         */
        record Linear(
                String folder,
                String name,
                int columns,
                int rows,
                boolean biased,
                Activation activation)
                implements Stage {}

        /** To the length 1. */
        record Normalise() implements Stage {}
    }

    /** Numbers in the vector, for an encoder of that size. */
    int size(int hidden) {
        int size = hidden * pooling.size();
        for (Stage stage : stages) {
            if (stage instanceof Stage.Linear linear) {
                size = linear.rows();
            }
        }
        return size;
    }

    /** Whether vectors have the length 1. */
    boolean normalised() {
        return !stages.isEmpty() && stages.getLast() instanceof Stage.Normalise;
    }
}
