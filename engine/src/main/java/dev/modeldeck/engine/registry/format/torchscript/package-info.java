/** TorchScript files as {@code torch.jit.save} writes them. Imports the registry and the kernel. */
@NullMarked
package dev.modeldeck.engine.registry.format.torchscript;

import org.jspecify.annotations.NullMarked;
