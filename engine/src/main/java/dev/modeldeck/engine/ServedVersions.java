package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.InUse;
import dev.modeldeck.engine.registry.ModelName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What endpoints serve, for those who must know it but not the endpoints. */
final class ServedVersions implements InUse {

    private final Endpoints endpoints;

    ServedVersions(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public Optional<String> by(ModelName model, int version) {
        return endpoints.all().get().stream()
                .filter(endpoint ->
                        entities(endpoint).anyMatch(entity -> entity.needs(model, version)))
                .findFirst()
                .map(endpoint -> "the endpoint \"" + endpoint.name() + "\"");
    }

    static Set<String> names(List<Endpoint> endpoints) {
        return endpoints.stream()
                .map(endpoint -> endpoint.name().value())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The worker processes that run now. */
    static List<Metrics.Worker> workers(List<Endpoint> endpoints) {
        List<Metrics.Worker> workers = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            for (Endpoint.EntityStatus status : endpoint.entities()) {
                if (status.pid() > 0) {
                    workers.add(
                            new Metrics.Worker(
                                    endpoint.name().value(),
                                    status.servedEntity(),
                                    status.pid(),
                                    device(endpoint, status)));
                }
            }
        }
        return workers;
    }

    private static String device(Endpoint endpoint, Endpoint.EntityStatus status) {
        return entities(status.pending() ? endpoint.pending() : endpoint.active())
                .filter(entity -> entity.name().equals(status.servedEntity()))
                .map(entity -> entity.compute().device())
                .findFirst()
                .orElse("cpu");
    }

    private static Stream<ServedEntity> entities(Endpoint endpoint) {
        return Stream.concat(entities(endpoint.active()), entities(endpoint.pending()));
    }

    private static Stream<ServedEntity> entities(@Nullable EndpointConfig config) {
        return config == null ? Stream.empty() : config.entities().stream();
    }
}
