/**
 * Ollama's own protocol as a client speaks it: chats, completions and embeddings, with streams of
 * one JSON object a line. After {@code docs/api.md} and {@code api/types.go} of {@code
 * ollama/ollama}. Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.ollama;

import org.jspecify.annotations.NullMarked;
