package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code usage} of an answer. */
final class Usages {

    private Usages() {}

    static ObjectNode json(Usage usage) {
        return Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
    }

    /** Of a call that wrote nothing. */
    static ObjectNode read(Usage usage) {
        return Json.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("total_tokens", usage.totalTokens());
    }

    static @Nullable Usage parse(@Nullable JsonNode usage) {
        if (usage == null || !usage.isObject()) {
            return null;
        }
        return new Usage(
                usage.path("prompt_tokens").asInt(0), usage.path("completion_tokens").asInt(0));
    }
}
