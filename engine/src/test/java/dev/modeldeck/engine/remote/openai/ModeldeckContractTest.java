package dev.modeldeck.engine.remote.openai;

import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.databricks.ServingEndpoints;

import org.junit.jupiter.api.Test;

import java.util.Map;

/**
 * Another Modeldeck, as its gateway answers; the gateway itself has its turn in its own package.
 */
class ModeldeckContractTest extends OpenAiProtocolContract {

    @Override
    protected RemoteServer server() {
        return OpenAiServer.modeldeck(ServingEndpoints.ofModeldeck());
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /v2", "{\"name\":\"modeldeck\",\"version\":\"1.2.3\",\"extensions\":[]}")
                .on(
                        "GET /api/2.0/serving-endpoints",
                        """
                        {"endpoints": [
                          {"name": "chat", "task": "llm/v1/chat", "creator": "me",
                           "state": {"ready": "READY", "config_update": "NOT_UPDATING"}},
                          {"name": "new", "state": {"ready": "NOT_READY", "config_update": "IN_PROGRESS"}},
                          {"name": "off", "state": {"ready": "NOT_READY", "config_update": "NOT_UPDATING"}}]}\
                        """)
                .on(
                        "GET /api/2.0/serving-endpoints/chat",
                        """
                        {"name": "chat", "task": "llm/v1/chat",
                         "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
                         "config": {"served_entities": [
                             {"name": "chat-1", "entity_name": "main.default.chat", "entity_version": "1",
                              "workload_size": "Small", "compute": {"device": "cpu", "concurrency": 4}}],
                           "traffic_config": {"routes": [
                             {"served_entity_name": "chat-1", "traffic_percentage": 100}]}}}\
                        """)
                .on(
                        "GET /metrics",
                        FakeServer.text(
                                200,
                                """
                                modeldeck_tokens_total{direction="in",endpoint="chat",served_entity="a"} 5.0
                                modeldeck_tokens_total{direction="in",endpoint="chat",served_entity="b"} 6.0
                                modeldeck_tokens_total{direction="out",endpoint="chat",served_entity="a"} 7.0
                                """));
    }

    @Override
    protected String model() {
        return "chat";
    }

    @Test
    void its_endpoints_their_states_and_figures_are_seen() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("1.2.3");
        assertThat(look.models())
                .extracting(model -> model.name() + " " + model.state())
                .containsExactly(
                        "chat " + State.READY, "new " + State.CHANGING, "off " + State.STOPPED);
        assertThat(look.models().getFirst().capabilities()).contains(Capability.CHAT);
        assertThat(look.figures())
                .containsExactlyInAnyOrder(
                        new Figure(PROMPT_TOKENS, "chat", 11),
                        new Figure(GENERATED_TOKENS, "chat", 7));
    }

    @Test
    void who_is_strict_is_so_there_as_well() {
        assertThat(ignored(DEMANDING.withExtras(new Extras(Map.of(), true)))).isEmpty();
        assertThat(sent().path("modeldeck").path("strict").asBoolean(false)).isTrue();
    }

    @Test
    void nothing_that_is_asked_is_left_out() {
        assertThat(ignored(DEMANDING)).isEmpty();
        assertThat(sent().propertyNames()).contains("top_k", "min_p", "repetition_penalty");
    }
}
