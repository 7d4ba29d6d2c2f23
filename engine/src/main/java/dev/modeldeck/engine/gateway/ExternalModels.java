package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.ExternalProviders;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Databricks' {@code external_model}, in and out. */
final class ExternalModels {

    /** Databricks' own, and one of ours for connected servers. */
    private static final SortedMap<String, String> CONFIGS = configs();

    private ExternalModels() {}

    private static SortedMap<String, String> configs() {
        SortedMap<String, String> configs = new TreeMap<>(ExternalProviders.CONFIGS);
        configs.put("connection", "connection_config");
        return configs;
    }

    static External parse(ObjectNode json) {
        Fields fields = new Fields(json);
        String provider = fields.requiredText("provider");
        String config = CONFIGS.get(provider);
        if (config == null) {
            throw Fields.wrong(
                    "provider", "must be one of " + String.join(", ", CONFIGS.keySet()) + ".");
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
        new TreeMap<>(external.config())
                .forEach((path, value) -> ExternalProviders.put(config, path, value));
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
}
