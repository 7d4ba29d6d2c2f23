/**
 * Models that read a text whole: vectors of texts, classes of texts, scores of pairs of texts. The
 * encoder as a TorchScript module, and what a folder of sentence-transformers puts behind it. A
 * family is one class, listed in {@link dev.modeldeck.engine.local.encoder.EncoderFamilies}.
 * Imports the kernel, the vocabulary of inference, {@code local.torchscript}, {@code
 * local.kernels}, {@code local.checkpoint}, {@code local.tokens} and DJL.
 */
@NullMarked
package dev.modeldeck.engine.local.encoder;

import org.jspecify.annotations.NullMarked;
