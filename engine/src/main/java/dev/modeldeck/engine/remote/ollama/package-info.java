/**
 * Ollama in its own protocol, which tells and can do more than the one it shares with OpenAI: the
 * size of the context, times, loading, and models that are fetched, made, copied and deleted.
 * Imports the kernel, http, inference, wire, connections and remote.
 */
@NullMarked
package dev.modeldeck.engine.remote.ollama;

import org.jspecify.annotations.NullMarked;
