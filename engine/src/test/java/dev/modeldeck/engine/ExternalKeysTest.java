package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.secrets.SecretRef;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of the keys with which endpoints reach models elsewhere. */
class ExternalKeysTest extends WithExternalModels {

    @Test
    void a_key_that_was_sent_where_a_reference_belongs_is_kept_out_of_sight_as_well()
            throws Exception {
        String external =
                "{\"name\":\"gpt-x\",\"external_model\":{\"name\":\"gpt-x\",\"provider\":\"openai\","
                        + "\"task\":\"llm/v1/chat\",\"openai_config\":{\"openai_api_base\":\""
                        + server.address()
                        + "/v1\",\"openai_api_key\":\""
                        + KEY
                        + "\"}}}";
        create("bare", external);
        JsonNode read = get("/api/2.0/serving-endpoints/bare", 200);
        assertThat(read.at("/config/served_entities/0/external_model/openai_config/openai_api_key"))
                .asString()
                .contains("{{secrets/")
                .doesNotContain(KEY);
        post("/v1/chat/completions", chat("bare"), 200);
        assertThat(server.last("POST /v1/chat/completions").header("Authorization"))
                .isEqualTo("Bearer " + KEY);
    }

    @Test
    void a_key_is_kept_out_of_sight_and_what_is_read_back_can_be_sent_again() throws Exception {
        String external =
                "{\"name\":\"gpt-x\",\"external_model\":{\"name\":\"gpt-x\",\"provider\":\"openai\","
                        + "\"task\":\"llm/v1/chat\",\"openai_config\":{\"openai_api_base\":\""
                        + server.address()
                        + "/v1\",\"openai_api_key_plaintext\":\""
                        + KEY
                        + "\"}}}";
        create("keyed", external);
        JsonNode read = get("/api/2.0/serving-endpoints/keyed", 200);
        JsonNode config = read.at("/config/served_entities/0/external_model/openai_config");
        assertThat(config.path("openai_api_key").asString()).startsWith("{{secrets/");
        assertThat(config.has("openai_api_key_plaintext")).isFalse();
        assertThat(read.path("task").asString()).isEqualTo("llm/v1/chat");
        assertThat(read.toString()).doesNotContain(KEY);

        send(
                "PUT",
                "/api/2.0/serving-endpoints/keyed/config",
                "{\"served_entities\":" + read.at("/config/served_entities") + "}",
                200);
        await("keyed");
        post("/v1/chat/completions", chat("keyed"), 200);
        assertThat(server.last("POST /v1/chat/completions").header("Authorization"))
                .isEqualTo("Bearer " + KEY);
        engine.close();
        assertThat(files()).noneMatch(ExternalKeysTest::holdsTheKey);
    }

    @Test
    void keys_to_which_no_endpoint_refers_any_more_are_forgotten_at_the_next_start()
            throws Exception {
        SecretRef mine = new SecretRef("mine", "endpoint-keyed-1");
        engine.secrets().put(mine, KEY);
        connect();
        create("keyed", keyed());
        create("deleted", keyed());
        send("DELETE", "/api/2.0/serving-endpoints/deleted", "", 200);
        send(
                "PUT",
                "/api/2.0/serving-endpoints/keyed/config",
                "{\"served_entities\":[" + keyed() + "]}",
                200);
        await("keyed");
        assertThat(keysOfEndpoints()).hasSize(3);
        String used =
                get("/api/2.0/serving-endpoints/keyed", 200)
                        .at("/config/served_entities/0/external_model/openai_config/openai_api_key")
                        .asString();

        engine.close();
        engine = Engine.start(new EngineOptions(home, 0, false, "me"));
        while (keysOfEndpoints().size() > 1) {
            Thread.onSpinWait();
        }
        assertThat(keysOfEndpoints()).extracting(SecretRef::text).containsExactly(used);
        assertThat(engine.secrets().find(mine)).contains(KEY);
        assertThat(engine.secrets().all())
                .filteredOn(SecretRef::own)
                .as("the connection's key stays, too")
                .hasSize(2);
        await("keyed");
        post("/v1/chat/completions", chat("keyed"), 200);
    }

    private List<SecretRef> keysOfEndpoints() {
        return engine.secrets().all().stream()
                .filter(ref -> ref.own() && ref.key().startsWith("endpoint-"))
                .toList();
    }

    private String keyed() {
        return entity(
                "openai",
                "openai_config",
                "{\"openai_api_base\":\"%s/v1\",\"openai_api_key_plaintext\":\"%s\"}"
                        .formatted(server.address(), KEY));
    }

    @Test
    void no_endpoint_sends_the_key_of_a_connection_elsewhere() throws Exception {
        connect();
        Auth kept =
                engine.connections().find("my server").orElseThrow().connection().access().auth();
        JsonNode refused =
                post(
                        "/api/2.0/serving-endpoints",
                        body(
                                "thief",
                                entity(
                                        "custom",
                                        "custom_provider_config",
                                        "{\"custom_provider_url\":\"http://elsewhere.invalid\",\"bearer_token_auth\":{\"token\":\"%s\"}}"
                                                .formatted(((Auth.Bearer) kept).token()))),
                        400);
        assertThat(refused.path("message").asString()).contains("belongs to a connection");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean holdsTheKey(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(KEY);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
