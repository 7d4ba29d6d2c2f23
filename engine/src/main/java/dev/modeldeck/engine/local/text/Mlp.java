package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.Activation;

/**
 * The part of a layer that follows attention.
 *
 * @param width between its two maps
 * @param gated whether what is activated is a gate, by which a second map of the same width is
 *     multiplied
 * @param biased whether its maps have biases
 */
public record Mlp(int width, Activation activation, boolean gated, boolean biased) {

    /** Name of the first map, of which there are two in one where it is gated. */
    String first() {
        return gated ? "gate_up" : "up";
    }

    /** Rows of the first map's matrix. */
    int firstRows() {
        return gated ? 2 * width : width;
    }
}
