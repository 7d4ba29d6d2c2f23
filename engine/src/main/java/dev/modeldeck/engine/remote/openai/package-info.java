/** Servers that speak OpenAI's protocol: our text workers, vLLM, llama.cpp and many more. */
@NullMarked
package dev.modeldeck.engine.remote.openai;

import org.jspecify.annotations.NullMarked;
