/**
 * GGUF files, the format of llama.cpp that Ollama and LM Studio keep: how they are laid out, and
 * what they hold. See https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Imports the
 * registry and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.registry.format.gguf;

import org.jspecify.annotations.NullMarked;
