/**
 * TorchScript without Python: writes archives (source text, attributes, tensors) that PyTorch
 * loads, loads them through DJL and calls their methods by name. Imports DJL and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.local.torchscript;

import org.jspecify.annotations.NullMarked;
