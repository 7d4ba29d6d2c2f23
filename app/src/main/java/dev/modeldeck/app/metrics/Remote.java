package dev.modeldeck.app.metrics;

import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.External;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Models of a connected server.
 *
 * @param id of the connection; empty where only its name is known
 * @param models empty for all
 */
record Remote(String id, String name, Set<String> models) {

    Remote {
        models = Set.copyOf(models);
    }

    /** All models of a server. */
    static Remote all(String id) {
        return new Remote(id, "", Set.of());
    }

    /**
     * What an endpoint serves from elsewhere, a server each.
     *
     * @param entities names of those that count; empty for all
     */
    static List<Remote> of(Endpoint endpoint, List<String> entities) {
        Map<Remote, Set<String>> models = new LinkedHashMap<>();
        endpoint.config().map(EndpointConfig::entities).orElse(List.of()).stream()
                .filter(entity -> entities.isEmpty() || entities.contains(entity.name()))
                .map(ServedEntity::source)
                .forEach(source -> {
                    if (source instanceof External external
                            && external.provider().equals("connection")) {
                        models.computeIfAbsent(server(external), ignored -> new TreeSet<>())
                                .add(external.name());
                    }
                });
        return models.entrySet().stream()
                .map(each -> new Remote(each.getKey().id(), each.getKey().name(), each.getValue()))
                .toList();
    }

    private static Remote server(External external) {
        Map<String, String> config = external.config();
        return new Remote(
                config.getOrDefault("connection_id", ""),
                config.getOrDefault("connection_name", ""),
                Set.of());
    }

    /** Whether it is that connection's server, which may have another name by now. */
    boolean isAt(Connection connection) {
        return id.isEmpty() ? name.equals(connection.name()) : id.equals(connection.id());
    }
}
