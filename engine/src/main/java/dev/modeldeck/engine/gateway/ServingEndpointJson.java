package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An endpoint as Databricks' REST shows it. Times are epoch milliseconds: the client takes no
 * other.
 */
public final class ServingEndpointJson {

    private ServingEndpointJson() {}

    /** An element of the list: of the served entities only what they are. */
    static ObjectNode summary(Endpoint endpoint, String task) {
        ObjectNode json = head(endpoint, task);
        endpoint.config()
                .ifPresent(config -> {
                    ArrayNode entities = json.putObject("config").putArray("served_entities");
                    config.entities().forEach(e -> identity(entities.addObject(), e));
                });
        return json;
    }

    static ObjectNode detailed(Endpoint endpoint, String task) {
        ObjectNode json = head(endpoint, task);
        json.put("permission_level", "CAN_MANAGE").put("route_optimized", false);
        EndpointConfig active = endpoint.active();
        EndpointConfig pending = endpoint.pending();
        if (active != null) {
            json.set("config", config(endpoint, active, false));
        }
        if (pending != null) {
            json.set("pending_config", config(endpoint, pending, true));
        }
        return json;
    }

    /** The body that creates the same endpoint elsewhere; what is read back is what was shown. */
    public static ObjectNode configuration(Endpoint endpoint) {
        ObjectNode json =
                Json.object()
                        .put("name", endpoint.name().value())
                        .put("description", endpoint.description());
        json.set("tags", tags(endpoint.tags()));
        endpoint.config()
                .ifPresent(config -> {
                    ObjectNode inner = json.putObject("config");
                    ArrayNode entities = inner.putArray("served_entities");
                    config.entities().forEach(e -> details(identity(entities.addObject(), e), e));
                    routes(inner, config);
                });
        return json;
    }

    static ArrayNode tags(Map<String, String> tags) {
        ArrayNode array = Json.array();
        new TreeMap<>(tags).forEach((key, value) -> tag(array, key, value));
        return array;
    }

    private static ObjectNode head(Endpoint endpoint, String task) {
        ObjectNode json =
                Json.object()
                        .put("id", endpoint.id())
                        .put("name", endpoint.name().value())
                        .put("creator", endpoint.creator())
                        .put("creation_timestamp", endpoint.createdAt().toEpochMilli())
                        .put("last_updated_timestamp", endpoint.updatedAt().toEpochMilli())
                        .put("description", endpoint.description());
        if (!task.isEmpty()) {
            json.put("task", task);
        }
        json.set("tags", tags(endpoint.tags()));
        json.set("state", state(endpoint));
        return json;
    }

    private static ObjectNode state(Endpoint endpoint) {
        EndpointState state = endpoint.state();
        String update =
                state.updating()
                        ? "IN_PROGRESS"
                        : state.failed() ? "UPDATE_FAILED" : "NOT_UPDATING";
        ObjectNode json =
                Json.object()
                        .put("ready", state.ready() ? "READY" : "NOT_READY")
                        .put("config_update", update)
                        // Databricks' documentation prints this name, its clients read the other.
                        .put("update_state", update)
                        .put("display", state.words());
        if (endpoint.trouble() != null) {
            json.put("message", endpoint.trouble());
        }
        return json;
    }

    private static ObjectNode config(Endpoint endpoint, EndpointConfig config, boolean pending) {
        ObjectNode json = Json.object().put("config_version", config.version());
        if (pending) {
            json.put("start_time", endpoint.updatedAt().toEpochMilli());
        }
        ArrayNode entities = json.putArray("served_entities");
        ArrayNode models = json.putArray("served_models");
        for (ServedEntity entity : config.entities()) {
            ObjectNode shown = identity(entities.addObject(), entity);
            details(shown, entity);
            endpoint.entities().stream()
                    .filter(s -> s.pending() == pending && s.servedEntity().equals(entity.name()))
                    .findFirst()
                    .ifPresent(status -> shown.set("state", deployment(status)));
            shown.put("creator", endpoint.creator());
            shown.put("creation_timestamp", endpoint.createdAt().toEpochMilli());
            ObjectNode twin = models.addObject().setAll(shown);
            entity.registered()
                    .ifPresent(of ->
                            twin.put("model_name", of.model().toString())
                                    .put("model_version", Integer.toString(of.version()))
                                    .remove(List.of("entity_name", "entity_version")));
        }
        routes(json, config);
        return json;
    }

    private static void routes(ObjectNode json, EndpointConfig config) {
        ArrayNode routes = json.putObject("traffic_config").putArray("routes");
        for (EndpointConfig.Route route : config.routes()) {
            routes.addObject()
                    .put("served_model_name", route.servedEntity())
                    .put("served_entity_name", route.servedEntity())
                    .put("traffic_percentage", route.percentage());
        }
    }

    private static ObjectNode identity(ObjectNode json, ServedEntity entity) {
        json.put("name", entity.name());
        switch (entity.source()) {
            case ServedEntity.Registered(ModelName model, int version) ->
                    json.put("entity_name", model.toString())
                            .put("entity_version", Integer.toString(version));
            case ServedEntity.External external ->
                    json.set("external_model", ExternalModels.json(external));
        }
        return json;
    }

    private static void details(ObjectNode json, ServedEntity entity) {
        ServedEntity.Compute compute = entity.compute();
        if (!entity.workloadSize().isEmpty()) {
            json.put("workload_size", entity.workloadSize());
        }
        json.put("workload_type", compute.device().equals("cpu") ? "CPU" : "GPU_SMALL")
                .put("scale_to_zero_enabled", entity.scaleToZero());
        ObjectNode environment = json.putObject("environment_vars");
        new TreeMap<>(entity.environment()).forEach(environment::put);
        ObjectNode own =
                json.putObject("compute")
                        .put("device", compute.device())
                        .put("dtype", compute.dtype())
                        .put("context_length", compute.contextLength())
                        .put("concurrency", compute.concurrency())
                        .put("memory_limit_bytes", compute.memoryLimitBytes());
        ServedEntity.Draft draft = compute.draft();
        if (draft != null) {
            own.putObject("draft")
                    .put("entity_name", draft.model().toString())
                    .put("entity_version", Integer.toString(draft.version()));
        }
    }

    private static ObjectNode deployment(EntityStatus status) {
        return Json.object()
                .put("deployment", status.deployment().name())
                .put("deployment_state_message", status.message());
    }

    private static void tag(ArrayNode array, String key, String value) {
        array.addObject().put("key", key).put("value", value);
    }
}
