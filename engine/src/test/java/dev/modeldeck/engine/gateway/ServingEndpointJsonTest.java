package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointConfig.Route;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Fields;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class ServingEndpointJsonTest {

    @Test
    void the_configuration_that_is_shown_creates_the_same_endpoint() {
        List<ServedEntity> entities =
                List.of(
                        entity(
                                "small",
                                new ServedEntity.Compute(
                                        "cuda:1",
                                        "bf16",
                                        2048,
                                        9,
                                        3_000_000_001L,
                                        new ServedEntity.Draft(
                                                ModelName.parse("ml.prod.small"), 3)),
                                "Medium"),
                        entity("other", ServedEntity.Compute.cpu(), ""));
        List<Route> routes = List.of(new Route("small", 70), new Route("other", 30));
        Endpoint endpoint =
                new Endpoint(
                        "id",
                        new EndpointName("answers"),
                        "me",
                        "For newcomers",
                        Map.of("team", "search"),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        EndpointState.READY,
                        new EndpointConfig(7, entities, routes),
                        null,
                        null,
                        List.of());

        NewEndpoint read =
                ServingEndpointRequests.create(
                        new Fields(ServingEndpointJson.configuration(endpoint)), "me");

        assertThat(read)
                .isEqualTo(
                        new NewEndpoint(
                                endpoint.name(),
                                endpoint.description(),
                                endpoint.tags(),
                                entities,
                                routes,
                                "me"));
    }

    private static ServedEntity entity(String name, ServedEntity.Compute compute, String size) {
        return new ServedEntity(
                name,
                ModelName.parse("main.default.chat"),
                2,
                compute,
                size,
                true,
                Map.of("OMP_NUM_THREADS", "1"));
    }
}
