package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint as the body that creates the same one through Databricks' REST interface. */
final class ConfigJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConfigJson() {}

    static String of(Endpoint endpoint) {
        ObjectNode body = JSON.createObjectNode().put("name", endpoint.name().value());
        if (!endpoint.description().isEmpty()) {
            body.put("description", endpoint.description());
        }
        endpoint.config().ifPresent(config -> body.set("config", config(config)));
        if (!endpoint.tags().isEmpty()) {
            ArrayNode tags = body.putArray("tags");
            endpoint.tags().forEach((k, v) -> tags.addObject().put("key", k).put("value", v));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private static ObjectNode config(EndpointConfig config) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode entities = node.putArray("served_entities");
        config.entities().forEach(entity -> entities.add(entity(entity)));
        ArrayNode routes = node.putObject("traffic_config").putArray("routes");
        for (EndpointConfig.Route route : config.routes()) {
            routes.addObject()
                    .put("served_model_name", route.servedEntity())
                    .put("traffic_percentage", route.percentage());
        }
        return node;
    }

    private static ObjectNode entity(ServedEntity entity) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("name", entity.name())
                        .put("entity_name", entity.model().toString())
                        .put("entity_version", Integer.toString(entity.version()))
                        .put("workload_size", entity.workloadSize())
                        .put(
                                "workload_type",
                                entity.compute().device().equals("cpu") ? "CPU" : "GPU_SMALL")
                        .put("scale_to_zero_enabled", entity.scaleToZero());
        if (!entity.environment().isEmpty()) {
            ObjectNode variables = node.putObject("environment_vars");
            entity.environment().forEach(variables::put);
        }
        return node;
    }
}
