package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an endpoint serves and how calls are split.
 *
 * @param version counts up with every update, from 1
 */
public record EndpointConfig(int version, List<ServedEntity> entities, List<Route> routes) {

    public static final int MOST_ENTITIES = 10;

    public EndpointConfig {
        entities = List.copyOf(entities);
        routes = List.copyOf(routes);
        check(entities, routes);
    }

    /** Share of the calls, in percent; the shares of a configuration add up to 100. */
    public record Route(String servedEntity, int percentage) {}

    /**
     * Whether workers and shares are the same, whatever the version and the order of the shares.
     */
    public boolean servesTheSameAs(EndpointConfig other) {
        return entities.equals(other.entities) && shares().equals(other.shares());
    }

    private Set<Route> shares() {
        return routes.stream().filter(r -> r.percentage() > 0).collect(Collectors.toSet());
    }

    private static void check(List<ServedEntity> entities, List<Route> routes) {
        if (entities.isEmpty() || entities.size() > MOST_ENTITIES) {
            throw invalid("An endpoint serves 1 to 10 entities.", "served_entities");
        }
        if (entities.stream().map(ServedEntity::name).distinct().count() != entities.size()) {
            throw invalid("Two served entities have the same name.", "served_entities");
        }
        if (routes.stream().mapToInt(Route::percentage).sum() != 100
                || routes.stream().anyMatch(r -> r.percentage() < 0)) {
            throw invalid("The traffic percentages must add up to 100.", "traffic_config");
        }
        for (Route route : routes) {
            if (entities.stream().noneMatch(e -> e.name().equals(route.servedEntity()))) {
                throw invalid(
                        "Traffic goes to \""
                                + route.servedEntity()
                                + "\", which is none of the served entities.",
                        "traffic_config");
            }
        }
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
