package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.torchscript.TensorType;

/**
 * What a decoder computes in.
 *
 * @param activation type of activations, norms and the cache
 */
record Precision(LinearKernel kernel, TensorType activation) {}
