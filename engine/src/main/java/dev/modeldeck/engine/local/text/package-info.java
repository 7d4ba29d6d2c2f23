/**
 * Language models from Hugging Face folders: configuration, memory-mapped weights, the decoder as a
 * TorchScript module, tokenizer, chat template, sampling. A family is one class, listed in {@link
 * dev.modeldeck.engine.local.text.TextFamilies}. Imports the kernel, the vocabulary of inference,
 * {@code local.torchscript} and DJL.
 */
@NullMarked
package dev.modeldeck.engine.local.text;

import org.jspecify.annotations.NullMarked;
