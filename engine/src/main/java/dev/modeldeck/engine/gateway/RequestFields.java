package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fields that Databricks' and MLflow's requests write alike. */
final class RequestFields {

    private RequestFields() {}

    /** An array of keys and values. */
    static Map<String, String> tags(Fields fields, String key) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Fields tag : fields.objects(key)) {
            tags.put(tag.requiredText("key"), tag.text("value", ""));
        }
        return tags;
    }

    /** The number of a version: a string of digits, or a number. */
    static int version(Fields fields, String key) {
        JsonNode value = fields.get(key);
        String digits = value == null ? "" : value.asString("");
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw Fields.wrong(
                    key,
                    value == null
                            ? "is required: the number of a version."
                            : "must be the number of a version; an alias is none here.");
        }
        return Integer.parseInt(digits);
    }
}
