package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;

import java.util.List;
import java.util.Map;

/** What a person or script asks for; without routes the first entity gets all calls. */
public record NewEndpoint(
        EndpointName name,
        String description,
        Map<String, String> tags,
        List<ServedEntity> entities,
        List<EndpointConfig.Route> routes,
        String who) {

    public NewEndpoint {
        tags = Map.copyOf(tags);
        entities = List.copyOf(entities);
        routes = List.copyOf(routes);
    }
}
