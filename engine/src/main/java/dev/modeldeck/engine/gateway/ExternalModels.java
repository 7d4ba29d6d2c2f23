package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.TreeMap;

/** Databricks' {@code external_model}, in and out. */
final class ExternalModels {

    /** Which field holds what a provider needs; {@code connection} is ours. */
    private static final Map<String, String> CONFIGS =
            Map.ofEntries(
                    Map.entry("openai", "openai_config"),
                    Map.entry("anthropic", "anthropic_config"),
                    Map.entry("cohere", "cohere_config"),
                    Map.entry("ai21labs", "ai21labs_config"),
                    Map.entry("palm", "palm_config"),
                    Map.entry("amazon-bedrock", "amazon_bedrock_config"),
                    Map.entry("google-cloud-vertex-ai", "google_cloud_vertex_ai_config"),
                    Map.entry("databricks-model-serving", "databricks_model_serving_config"),
                    Map.entry("custom", "custom_provider_config"),
                    Map.entry("connection", "connection_config"));

    private ExternalModels() {}

    static External parse(ObjectNode json) {
        Fields fields = new Fields(json);
        String provider = fields.requiredText("provider");
        String config = CONFIGS.get(provider);
        if (config == null) {
            throw Fields.wrong(
                    "provider",
                    "must be one of " + String.join(", ", new TreeMap<>(CONFIGS).keySet()) + ".");
        }
        Map<String, String> values = new TreeMap<>();
        collect("", fields.object(config), values);
        return new External(fields.requiredText("name"), provider, fields.text("task", ""), values);
    }

    /** As it is read back: keys as the references to them. */
    static ObjectNode json(External external) {
        ObjectNode json =
                Json.object().put("name", external.name()).put("provider", external.provider());
        if (!external.task().isEmpty()) {
            json.put("task", external.task());
        }
        ObjectNode config = json.putObject(CONFIGS.get(external.provider()));
        new TreeMap<>(external.config()).forEach((path, value) -> put(config, path, value));
        return json;
    }

    /** The default name of a served entity, as Databricks makes it. */
    static String name(External external) {
        return external.name().replaceAll("[.:/]", "-");
    }

    private static void collect(
            String prefix, @Nullable ObjectNode object, Map<String, String> values) {
        if (object == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode inner) {
                collect(prefix + entry.getKey() + ".", inner, values);
            } else if (!value.isNull()) {
                String text = new Fields(object).text(entry.getKey(), "");
                values.put(prefix + entry.getKey(), text);
            }
        }
    }

    private static void put(ObjectNode json, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            json.put(path, value);
            return;
        }
        String key = path.substring(0, dot);
        ObjectNode inner = json.path(key) instanceof ObjectNode known ? known : json.putObject(key);
        put(inner, path.substring(dot + 1), value);
    }
}
