package dev.modeldeck.engine.local.kernels;

import dev.modeldeck.engine.local.torchscript.TensorType;

/**
 * What a decoder computes in.
 *
 * @param kernel of the layers' linear maps
 * @param head of the output matrix
 * @param activation type of activations, norms and the cache
 */
public record Precision(LinearKernel kernel, LinearKernel head, TensorType activation) {

    /** The same kernel everywhere. */
    public Precision(LinearKernel kernel, TensorType activation) {
        this(kernel, kernel, activation);
    }
}
