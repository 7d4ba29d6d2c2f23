package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A configuration in the form in which it is sent: what a workspace tells of one has more, such as
 * who made it. What we do not know stays as it was read, so that changing one thing changes nothing
 * else.
 */
final class ConfigBody {

    static final String ENTITIES = "served_entities";

    private static final List<String> TOLD_OF_ENTITY =
            List.of("creator", "creation_timestamp", "state", "foundation_model");
    private static final List<String> CAPTURE =
            List.of("catalog_name", "schema_name", "table_name_prefix", "enabled");

    private ConfigBody() {}

    /** The configuration that an endpoint has, or will have once its update is through. */
    static ObjectNode of(JsonNode endpoint) {
        return sent(endpoint.path(endpoint.has("pending_config") ? "pending_config" : "config"));
    }

    /** An endpoint in the form in which one is created. */
    static ObjectNode endpoint(JsonNode told) {
        ObjectNode json = Json.object();
        for (String key :
                List.of("name", "description", "tags", "route_optimized", "budget_policy_id")) {
            if (told.has(key)) {
                json.set(key, told.get(key));
            }
        }
        if (told.has("config") || told.has("pending_config")) {
            json.set("config", of(told));
        }
        if (told.has("ai_gateway")) {
            json.set("ai_gateway", told.get("ai_gateway"));
        }
        return json;
    }

    private static ObjectNode sent(JsonNode config) {
        ObjectNode json = Json.object();
        ArrayNode entities = json.putArray(ENTITIES);
        config.path(ENTITIES).forEach(entity -> entities.add(entity(entity)));
        if (config.at("/traffic_config/routes").isArray()) {
            Traffic.of(config).into(json);
        }
        JsonNode capture = config.path("auto_capture_config");
        if (capture.isObject()) {
            ObjectNode kept = json.putObject("auto_capture_config");
            CAPTURE.stream().filter(capture::has).forEach(key -> kept.set(key, capture.get(key)));
        }
        return json;
    }

    private static JsonNode entity(JsonNode told) {
        return told instanceof ObjectNode object ? object.deepCopy().remove(TOLD_OF_ENTITY) : told;
    }

    /** Names of the served entities. */
    static List<String> names(JsonNode config) {
        return config.path(ENTITIES)
                .valueStream()
                .map(entity -> entity.path("name").asString(""))
                .toList();
    }
}
