/**
 * The files of a model on disk, as the local engine reads them: weights, mapped into memory, and
 * JSON beside them. Imports the kernel, the registry and {@code local.torchscript}.
 */
@NullMarked
package dev.modeldeck.engine.local.checkpoint;

import org.jspecify.annotations.NullMarked;
