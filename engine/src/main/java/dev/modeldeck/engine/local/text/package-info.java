/**
 * Language models: configuration, the decoder as a TorchScript module, chat template, sampling. A
 * family is one class, listed in {@link dev.modeldeck.engine.local.text.TextFamilies}: it reads a
 * configuration into a {@link dev.modeldeck.engine.local.text.DecoderShape}, from which the classes
 * named after what they write the source of ({@code NormSource}, {@code PositionSource} …) fill the
 * holes of the forward pass, and {@code WeightPlan} says what is loaded. Prompts are read by that
 * module; what is short, such as the next token, is computed by {@code ShortPass} in Java where it
 * can be. Imports the kernel, the vocabulary of inference, {@code local.torchscript}, {@code
 * local.kernels}, {@code local.vectors}, {@code local.checkpoint}, {@code local.gguf}, {@code
 * local.tokens} and DJL.
 */
@NullMarked
package dev.modeldeck.engine.local.text;

import org.jspecify.annotations.NullMarked;
