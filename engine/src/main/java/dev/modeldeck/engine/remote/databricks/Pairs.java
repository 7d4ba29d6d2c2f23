package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Names and values as a person types them into one field: {@code team=search, stage=test}, or a
 * JSON object, for values with commas.
 */
final class Pairs {

    private Pairs() {}

    /**
     * @param field to be named where the text cannot be read
     */
    static Map<String, String> parse(String text, String field) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return Map.of();
        }
        return stripped.startsWith("{") ? json(stripped, field) : listed(stripped, field);
    }

    static String write(Map<String, String> pairs) {
        boolean plain =
                pairs.entrySet().stream()
                        .noneMatch(pair ->
                                pair.getKey().matches("(?s).*[=,{].*|\\s.*|.*\\s")
                                        || pair.getValue().matches("(?s).*,.*|\\s.*|.*\\s"));
        if (plain) {
            return pairs.entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .collect(Collectors.joining(", "));
        }
        ObjectNode json = Json.object();
        pairs.forEach(json::put);
        return Json.write(json);
    }

    private static Map<String, String> listed(String text, String field) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Fields.wrong(field, "reads name=value, name=value, or is a JSON object.");
            }
            pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        return pairs;
    }

    private static Map<String, String> json(String text, String field) {
        Map<String, String> pairs = new LinkedHashMap<>();
        try {
            Json.parseObject(text)
                    .properties()
                    .forEach(entry -> pairs.put(entry.getKey(), entry.getValue().asString()));
        } catch (EngineException notJson) {
            throw Fields.wrong(field, "is no JSON object: " + notJson.getMessage());
        }
        return pairs;
    }
}
