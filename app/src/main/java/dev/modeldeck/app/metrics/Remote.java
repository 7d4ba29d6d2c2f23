package dev.modeldeck.app.metrics;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;
import dev.modeldeck.engine.endpoints.ServedEntity.External;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Models of a connected server.
 *
 * @param models empty for all
 */
record Remote(Connected server, Set<String> models) {

    Remote {
        models = Set.copyOf(models);
    }

    /** All models of a server. */
    static Remote all(String id) {
        return new Remote(new Connected(id, ""), Set.of());
    }

    /**
     * What an endpoint serves from elsewhere, a server each.
     *
     * @param entities names of those that count; empty for all
     */
    static List<Remote> of(Endpoint endpoint, List<String> entities) {
        Map<Connected, Set<String>> models = new LinkedHashMap<>();
        endpoint.config().map(EndpointConfig::entities).orElse(List.of()).stream()
                .filter(entity -> entities.isEmpty() || entities.contains(entity.name()))
                .map(ServedEntity::source)
                .forEach(source -> {
                    if (source instanceof External external) {
                        external.connection()
                                .ifPresent(server ->
                                        models.computeIfAbsent(server, _ -> new TreeSet<>())
                                                .add(external.name()));
                    }
                });
        return models.entrySet().stream()
                .map(each -> new Remote(each.getKey(), each.getValue()))
                .toList();
    }
}
