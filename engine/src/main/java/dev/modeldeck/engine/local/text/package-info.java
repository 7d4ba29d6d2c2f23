/**
 * Language models: configuration, the decoder as a TorchScript module, chat template, sampling. A
 * family is one class, listed in {@link dev.modeldeck.engine.local.text.TextFamilies}. Imports the
 * kernel, the vocabulary of inference, {@code local.torchscript}, {@code local.kernels}, {@code
 * local.checkpoint}, {@code local.gguf}, {@code local.tokens} and DJL.
 */
@NullMarked
package dev.modeldeck.engine.local.text;

import org.jspecify.annotations.NullMarked;
