package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for what encoders give: vectors in OpenAI's words; classes and relevance in those of
 * the servers that add them to OpenAI's protocol (vLLM; Jina and Cohere for relevance).
 */
public sealed interface EncoderRequest
        permits EmbeddingRequest, ClassificationRequest, RerankRequest {

    /** The model asked for: an endpoint's name here; empty where the path tells it. */
    String model();

    Payload payload();

    /** The body as a client sends it. */
    ObjectNode json();

    /** The body of the answer. */
    ObjectNode answer(AnswerHead head, InferenceResult result);

    /** Reads the answer of a server. */
    InferenceResult read(ObjectNode answer);

    /** An array that an answer must have. */
    static JsonNode list(ObjectNode answer, String key, int size) {
        JsonNode list = answer.path(key);
        if (list.isArray() && list.size() == size) {
            return list;
        }
        throw new EngineException(
                new Problem.Upstream(
                        "The server's answer has no \"%s\" with one entry for each text: it may not speak this protocol at this address."
                                .formatted(key),
                        502));
    }
}
