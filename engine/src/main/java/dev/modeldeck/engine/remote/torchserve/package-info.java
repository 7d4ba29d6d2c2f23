/** PyTorch's TorchServe. */
@NullMarked
package dev.modeldeck.engine.remote.torchserve;

import org.jspecify.annotations.NullMarked;
