package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointEvent;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.databricks.DatabricksErrors;

import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Databricks' REST to manage serving endpoints; start and stop are paths of our own. */
final class ServingEndpointRoutes {

    private static final String ROOT = "/api/2.0/serving-endpoints";
    private static final String ONE = ROOT + "/{endpoint}";

    private final Endpoints endpoints;
    private final Registry registry;
    private final GatewayServices services;

    ServingEndpointRoutes(GatewayServices services) {
        this.endpoints = services.endpoints();
        this.registry = services.registry();
        this.services = services;
    }

    void add(RouteTable table) {
        table.group(DatabricksErrors::json)
                .get(ROOT, this::list)
                .post(ROOT, this::create)
                .get(ONE, e -> e.answer(detailed(endpoints.get(name(e)))))
                .add("DELETE", ONE, this::delete)
                .add("PUT", ONE + "/config", this::update)
                .add("PATCH", ONE + "/tags", this::tag)
                .post(ONE + "/start", e -> e.answer(detailed(endpoints.start(name(e), who(e)))))
                .post(ONE + "/stop", e -> e.answer(detailed(endpoints.stop(name(e), who(e)))))
                .get(ONE + "/metrics", this::metrics)
                .get(ONE + "/served-models/{entity}/logs", this::logs)
                .get(ONE + "/served-models/{entity}/build-logs", this::buildLogs);
    }

    private void list(Exchange exchange) {
        ObjectNode json = Json.object();
        var array = json.putArray("endpoints");
        for (Endpoint endpoint : endpoints.all().get()) {
            array.add(ServingEndpointJson.summary(endpoint, task(endpoint)));
        }
        exchange.answer(json);
    }

    private void create(Exchange exchange) {
        exchange.answer(
                detailed(
                        endpoints.create(
                                ServingEndpointRequests.create(exchange.json(), who(exchange)))));
    }

    private void update(Exchange exchange) {
        ServingEndpointRequests.Config config = ServingEndpointRequests.config(exchange.json());
        exchange.answer(
                detailed(
                        endpoints.update(
                                name(exchange),
                                config.entities(),
                                config.routes(),
                                who(exchange))));
    }

    private void delete(Exchange exchange) {
        endpoints.delete(name(exchange), who(exchange));
        exchange.answer(Json.object());
    }

    private void tag(Exchange exchange) {
        Fields fields = exchange.json();
        List<String> deleted = fields.texts("delete_tags");
        Map<String, String> added = RequestFields.tags(fields, "add_tags");
        Endpoint changed =
                endpoints.tag(
                        name(exchange),
                        tags -> {
                            deleted.forEach(tags::remove);
                            tags.putAll(added);
                            return tags;
                        },
                        who(exchange));
        exchange.answer(Json.object().set("tags", ServingEndpointJson.tags(changed.tags())));
    }

    /** The measures of one endpoint under Databricks' names; {@code /metrics} has our own. */
    private void metrics(Exchange exchange) {
        String endpoint = endpoints.get(name(exchange)).name().value();
        exchange.text(200, HealthRoutes.PROMETHEUS, services.measures().ofEndpoint(endpoint));
    }

    private void logs(Exchange exchange) {
        String entity = exchange.part("entity");
        Endpoint endpoint = endpoints.get(name(exchange));
        boolean known = endpoint.entities().stream().anyMatch(e -> e.servedEntity().equals(entity));
        if (!known) {
            throw EngineException.notFound(
                    endpoint.name() + " has no served entity \"" + entity + "\".");
        }
        List<String> lines = endpoints.log(endpoint.name(), entity).get();
        exchange.answer(Json.object().put("logs", String.join("\n", lines)));
    }

    private void buildLogs(Exchange exchange) {
        String lines =
                endpoints.events(name(exchange)).stream()
                        .sorted(Comparator.comparing(EndpointEvent::at))
                        .map(event -> event.at() + " " + event.type() + ": " + event.message())
                        .collect(Collectors.joining("\n"));
        exchange.answer(Json.object().put("logs", lines));
    }

    private ObjectNode detailed(Endpoint endpoint) {
        return ServingEndpointJson.detailed(endpoint, task(endpoint));
    }

    /** What the endpoint answers; empty where that has no name, or the model is gone. */
    private String task(Endpoint endpoint) {
        return endpoint.config().map(EndpointConfig::entities).stream()
                .flatMap(List::stream)
                .findFirst()
                .map(this::task)
                .orElse("");
    }

    private String task(ServedEntity entity) {
        return switch (entity.source()) {
            case ServedEntity.External external -> external.task();
            case ServedEntity.Registered _ ->
                    entity.versionIn(registry)
                            .map(version -> version.inspection().task())
                            .filter(Inspection.Task::ofDatabricks)
                            .map(Inspection.Task::id)
                            .orElse("");
        };
    }

    private static EndpointName name(Exchange exchange) {
        return new EndpointName(exchange.part("endpoint"));
    }

    private static String who(Exchange exchange) {
        return exchange.requester();
    }
}
