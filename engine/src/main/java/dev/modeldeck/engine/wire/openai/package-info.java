/**
 * OpenAI's chat and completion protocol in both directions: as a server reads and writes it, and as
 * a client does. After {@code openapi.yaml} of {@code openai/openai-openapi}, with the sampling
 * parameters that vLLM added. Imports wire, inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.openai;

import org.jspecify.annotations.NullMarked;
