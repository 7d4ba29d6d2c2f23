package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * What stands at the top of an answer and of each of its chunks.
 *
 * @param created Unix time in seconds
 */
public record AnswerHead(String id, long created, String model) {

    public static AnswerHead of(TextRequest request, String id, Instant at) {
        return of(request, id, at, request.model());
    }

    /** With another name for the model than the request has. */
    public static AnswerHead of(TextRequest request, String id, Instant at, String model) {
        String prefix =
                switch (request) {
                    case ChatRequest chat -> "chatcmpl-";
                    case CompletionRequest completion -> "cmpl-";
                };
        return new AnswerHead(prefix + id, at.getEpochSecond(), model);
    }

    public static AnswerHead of(EncoderRequest request, String id, Instant at, String model) {
        String prefix =
                switch (request) {
                    case EmbeddingRequest embedding -> "embd-";
                    case ClassificationRequest classification -> "classify-";
                    case RerankRequest rerank -> "rerank-";
                };
        return new AnswerHead(prefix + id, at.getEpochSecond(), model);
    }

    ObjectNode json(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }
}
