package dev.modeldeck.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointConfig.Route;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.node.ObjectNode;

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

    @ParameterizedTest
    @CsvSource({"float16, fp16", "bfloat16, bf16", "float32, f32", "int8, int8"})
    void data_types_have_the_names_of_pytorch_too(String asked, String understood) {
        assertThat(ServingEndpointRequests.config(serving(asked)).entities().getFirst().compute())
                .extracting(ServedEntity.Compute::dtype)
                .isEqualTo(understood);
    }

    @Test
    void a_data_type_that_is_none_is_refused_at_once() {
        Fields body = serving("int3");
        assertThatThrownBy(() -> ServingEndpointRequests.config(body))
                .hasMessageContaining("\"dtype\" must be auto, f32, bf16");
    }

    private static Fields serving(String dtype) {
        ObjectNode body = Json.object();
        body.putArray("served_entities")
                .addObject()
                .put("entity_name", "chat")
                .put("entity_version", "1")
                .putObject("compute")
                .put("dtype", dtype);
        return new Fields(body);
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
