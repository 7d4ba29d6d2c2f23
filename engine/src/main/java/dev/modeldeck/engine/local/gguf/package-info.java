/**
 * GGUF files seen as Hugging Face's folders, so that nothing else need know that there are two
 * kinds: configuration and tokenizer from the metadata, weights widened as they are wanted. A kind
 * of decoder is a line in {@link dev.modeldeck.engine.local.gguf.Architectures}. Imports the
 * kernel, {@code registry.format.gguf}, {@code local.checkpoint} and {@code local.torchscript}.
 */
@NullMarked
package dev.modeldeck.engine.local.gguf;

import org.jspecify.annotations.NullMarked;
