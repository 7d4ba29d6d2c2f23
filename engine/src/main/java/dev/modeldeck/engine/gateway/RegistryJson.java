package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.TreeMap;

/** Registered models and their versions as MLflow's registry protocol shows them. */
final class RegistryJson {

    private static final String NO_STAGE = "None";

    private RegistryJson() {}

    static ObjectNode model(RegisteredModel model) {
        ObjectNode json =
                Json.object()
                        .put("name", model.name().toString())
                        .put("creation_timestamp", model.createdAt().toEpochMilli())
                        .put("last_updated_timestamp", model.updatedAt().toEpochMilli())
                        .put("user_id", model.creator())
                        .put("description", model.description());
        ArrayNode latest = json.putArray("latest_versions");
        model.latest().ifPresent(version -> latest.add(version(model, version)));
        tags(json, model.tags());
        ArrayNode aliases = json.putArray("aliases");
        new TreeMap<>(model.aliases())
                .forEach((alias, number) ->
                        aliases.addObject()
                                .put("alias", alias)
                                .put("version", Integer.toString(number)));
        return json;
    }

    static ObjectNode version(RegisteredModel model, ModelVersion version) {
        ObjectNode json =
                Json.object()
                        .put("name", version.model().toString())
                        .put("version", Integer.toString(version.number()))
                        .put("creation_timestamp", version.createdAt().toEpochMilli())
                        .put("last_updated_timestamp", version.updatedAt().toEpochMilli())
                        .put("user_id", version.creator())
                        .put("current_stage", NO_STAGE)
                        .put("description", version.description())
                        .put("source", version.source())
                        .put("run_id", "")
                        .put("status", "READY");
        tags(json, version.tags());
        ArrayNode aliases = json.putArray("aliases");
        model.aliasesOf(version.number()).forEach(aliases::add);
        return json;
    }

    private static void tags(ObjectNode json, Map<String, String> tags) {
        ArrayNode array = json.putArray("tags");
        new TreeMap<>(tags)
                .forEach((key, value) -> array.addObject().put("key", key).put("value", value));
    }
}
