/**
 * OpenAI's chats, completions and embeddings in both directions: as a server reads and writes them,
 * and as a client does. After {@code openapi.yaml} of {@code openai/openai-openapi}, with what vLLM
 * added: parameters of sampling, classification, and the rerank of Jina and Cohere. Imports wire,
 * inference and the kernel.
 */
@NullMarked
package dev.modeldeck.engine.wire.openai;

import org.jspecify.annotations.NullMarked;
