package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Light;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row for each model of each connected server. Those of a server are made anew only when it was
 * looked at, so that thousands of them cost little at each tick.
 */
final class ElsewhereRows {

    private record Made(ConnectionView view, List<EndpointRow> rows) {}

    private final Map<ServedModel.State, Light> lights = new EnumMap<>(ServedModel.State.class);
    private Map<String, Made> made = Map.of();

    /** As the servers are now; without numbers. */
    List<EndpointRow> of(List<ConnectionView> views) {
        Map<String, Made> now = HashMap.newHashMap(views.size());
        List<EndpointRow> rows = new ArrayList<>();
        for (ConnectionView view : views) {
            String id = view.connection().id();
            Made before = made.get(id);
            Made kept =
                    before != null && before.view().equals(view)
                            ? before
                            : new Made(view, rows(view));
            now.put(id, kept);
            rows.addAll(kept.rows());
        }
        made = now;
        return rows;
    }

    /**
     * What of ours answers with nothing but one model of a server, by the key of that model's row:
     * its numbers are that model's.
     */
    static Map<EndpointRow.Key, Endpoint> fronted(
            List<Endpoint> endpoints, List<ConnectionView> views) {
        Map<EndpointRow.Key, Endpoint> fronted = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            external(endpoint)
                    .ifPresent(external ->
                            views.stream()
                                    .map(ConnectionView::connection)
                                    .filter(at ->
                                            external.isOf(at.id(), at.name(), external.name()))
                                    .findFirst()
                                    .ifPresent(at ->
                                            fronted.putIfAbsent(
                                                    new EndpointRow.Key(at.id(), external.name()),
                                                    endpoint)));
        }
        return fronted;
    }

    private static Optional<ServedEntity.External> external(Endpoint endpoint) {
        return endpoint.config()
                .map(EndpointConfig::entities)
                .filter(entities -> entities.size() == 1)
                .map(entities -> entities.getFirst().source())
                .filter(ServedEntity.External.class::isInstance)
                .map(ServedEntity.External.class::cast);
    }

    private List<EndpointRow> rows(ConnectionView view) {
        Connection connection = view.connection();
        return view.health().seen().map(ServerLook::models).orElse(List.of()).stream()
                .map(model -> EndpointRow.of(connection, model, light(view.health(), model)))
                .toList();
    }

    /** A server that cannot be seen says nothing of its models. */
    private Light light(Health health, ServedModel model) {
        return health instanceof Health.Well
                ? lights.computeIfAbsent(model.state(), Light::of)
                : Light.of(health);
    }
}
