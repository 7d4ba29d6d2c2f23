/**
 * The builder of the starter models: reads the corpus, trains a byte-level tokenizer, a small chat
 * model and a small classifier on PyTorch, measures them on held-out questions, and writes the
 * folders that ship with the engine. Not part of the product; the model cards name the command. May
 * import DJL, Jackson and the product's TorchScript writer.
 */
@NullMarked
package dev.modeldeck.engine.starter;

import org.jspecify.annotations.NullMarked;
