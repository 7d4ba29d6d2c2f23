package dev.modeldeck.engine.registry.format.huggingface;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/** A JSON object read from a file, asked for single values. */
record JsonFile(String name, JsonNode root) {

    private static final JsonMapper JSON = new JsonMapper();

    static JsonFile parse(String name, String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                return new JsonFile(name, root);
            }
        } catch (JacksonException e) {
            throw new EngineException(new Problem.Damaged(notJson(name), name), e);
        }
        throw new EngineException(new Problem.Damaged(notJson(name), name));
    }

    private static String notJson(String name) {
        return name + " is not valid JSON. Download it again, or mend it in an editor.";
    }

    Optional<String> text(String key) {
        JsonNode node = root.path(key);
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    boolean has(String key) {
        return root.hasNonNull(key);
    }

    /** A positive whole number, or the other value where there is none. */
    int whole(String key, int otherwise) {
        JsonNode node = root.path(key);
        return node.isNumber() ? Math.clamp(node.asLong(0), 0, Integer.MAX_VALUE) : otherwise;
    }
}
