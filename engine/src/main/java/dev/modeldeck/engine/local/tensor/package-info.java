/**
 * Any TorchScript file as a backend that takes tensors and gives tensors. Imports the kernel, the
 * inference vocabulary and {@code local.torchscript}, but not {@code local}, which dispatches to
 * it.
 */
@NullMarked
package dev.modeldeck.engine.local.tensor;

import org.jspecify.annotations.NullMarked;
