package dev.modeldeck.engine.wire.databricks;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Set;

/**
 * The official client sends what it has no field for as {@code extra_params}, a map of strings:
 * each is put beside the other parameters as the JSON value that its text is.
 */
final class ExtraParams {

    private static final Set<String> TEXTS = Set.of("stop", "user");

    private ExtraParams() {}

    static ObjectNode merged(ObjectNode body) {
        ObjectNode extra = new Fields(body).object("extra_params");
        if (extra == null) {
            return body;
        }
        if (extra.has("logprobs") || extra.has("top_logprobs")) {
            // That client cannot read an answer with them.
            throw Fields.wrong(
                    "extra_params",
                    "must not ask for logprobs; ask beside it, with another client.");
        }
        ObjectNode merged = body.deepCopy();
        for (Map.Entry<String, JsonNode> param : extra.properties()) {
            if (!merged.has(param.getKey())) {
                merged.set(param.getKey(), value(param.getKey(), param.getValue()));
            }
        }
        return merged;
    }

    private static JsonNode value(String key, JsonNode value) {
        if (!value.isString() || TEXTS.contains(key)) {
            return value;
        }
        try {
            return Json.parse(value.stringValue());
        } catch (EngineException justText) {
            return value;
        }
    }
}
