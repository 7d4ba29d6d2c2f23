/**
 * NumPy's files of arrays (NEP 1: {@code .npy}, and {@code .npz}, a zip of them), as servers take
 * them for tensors. Imports the kernel and inference.
 */
@NullMarked
package dev.modeldeck.engine.wire.numpy;

import org.jspecify.annotations.NullMarked;
