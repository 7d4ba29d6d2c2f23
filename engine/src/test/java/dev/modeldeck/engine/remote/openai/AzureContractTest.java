package dev.modeldeck.engine.remote.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.remote.FakeServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;

/** Azure OpenAI, after its data plane reference. */
class AzureContractTest extends OpenAiProtocolContract {

    private static final String MODELS = "GET /openai/models?api-version=2024-10-21";

    @Override
    protected RemoteServer server() {
        return OpenAiServer.azure();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("api_version", "2024-10-21", "deployment", "my gpt");
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                MODELS,
                """
                {"object": "list", "data": [
                  {"id": "gpt-4o-2024-08-06", "object": "model", "status": "succeeded",
                   "lifecycle_status": "generally-available",
                   "capabilities": {"fine_tune": false, "inference": true, "completion": false,
                                    "chat_completion": true, "embeddings": false}}]}\
                """);
    }

    @Override
    protected String model() {
        return "my gpt";
    }

    @Override
    protected String query() {
        return "POST /openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21";
    }

    @Test
    void its_addresses_are_known() {
        Site there = site().elsewhere(URI.create("https://mine.openai.azure.com"));
        assertThat(server().recognise(there)).isPresent();
    }

    @Test
    void without_a_deployment_each_model_is_one_and_the_listed_ones_are_seen() {
        fake.on(
                "GET /openai/deployments?api-version=2023-03-15-preview",
                "{\"data\":[{\"id\":\"chat\",\"model\":\"gpt-4o\",\"status\":\"succeeded\"},{\"id\":\"vectors\",\"model\":\"text-embedding-3-small\",\"status\":\"succeeded\"}]}");
        try (HttpCalls http = HttpCalls.patient()) {
            Site open =
                    new Site(fake.address(), http, Map::of, Map.of("api_version", "2024-10-21"));
            assertThat(server().look(open).models())
                    .extracting(ServedModel::name)
                    .containsExactly("chat", "vectors");
            assertThat(server().look(open).models().getLast().capabilities())
                    .containsExactly(Capability.EMBEDDING);
            fake.on(
                    "POST /openai/deployments/chat/chat/completions?api-version=2024-10-21",
                    answer());
            try (var backend = server().open(open, "chat")) {
                assertThat(backend.answer(ask(), chunk -> {})).isNotNull();
            }
        }
    }

    @Test
    void without_a_version_the_newer_address_is_called() {
        try (HttpCalls http = HttpCalls.patient()) {
            Site open = new Site(fake.address(), http, Map::of, Map.of());
            fake.on("POST /openai/v1/chat/completions", answer());
            try (var backend = server().open(open, "chat")) {
                assertThat(backend.answer(ask(), chunk -> {})).isNotNull();
            }
            assertThat(fake.last("POST /openai/v1/chat/completions").body())
                    .contains("\"model\":\"chat\"");
        }
    }

    @Test
    void where_no_deployment_is_known_the_models_that_could_be_deployed_are_seen() {
        try (HttpCalls http = HttpCalls.patient()) {
            Site open =
                    new Site(fake.address(), http, Map::of, Map.of("api_version", "2024-10-21"));
            assertThat(server().look(open).models())
                    .extracting(ServedModel::name)
                    .containsExactly("gpt-4o-2024-08-06");
        }
    }
}
