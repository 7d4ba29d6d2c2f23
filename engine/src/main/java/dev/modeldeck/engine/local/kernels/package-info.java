/**
 * How linear maps keep their weights and are applied, as TorchScript, and the choice of it. Imports
 * the kernel and {@code local.torchscript}.
 */
@NullMarked
package dev.modeldeck.engine.local.kernels;

import org.jspecify.annotations.NullMarked;
