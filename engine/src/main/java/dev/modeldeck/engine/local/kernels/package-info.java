/**
 * How linear maps keep their weights and are applied, as TorchScript, the choice of it, and how the
 * weights get there. Imports the kernel, {@code local.torchscript}, {@code local.checkpoint} and
 * DJL.
 */
@NullMarked
package dev.modeldeck.engine.local.kernels;

import org.jspecify.annotations.NullMarked;
