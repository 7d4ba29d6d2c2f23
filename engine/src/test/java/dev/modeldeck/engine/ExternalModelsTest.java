package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.LoggedCall;
import dev.modeldeck.engine.secrets.SecretRef;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Models of servers elsewhere behind endpoints of ours, from the gateway to the server. */
class ExternalModelsTest {

    private static final String KEY = "sk-very-secret-0815";

    private final FakeServer server = new FakeServer();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path home;
    private Engine engine;

    @BeforeEach
    void start() {
        server.on("GET /v1/models", "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-x\"}]}");
        server.on(
                "POST /v1/chat/completions",
                FakeServer.stream(
                        "text/event-stream",
                        pieces -> {
                            pieces.write(event("{\"content\":\"Good \"}", "null"));
                            pieces.write(event("{\"content\":\"day\"}", "null"));
                            pieces.write(event("{}", "\"stop\"") + "data: [DONE]\n\n");
                        }));
        engine = Engine.start(new EngineOptions(home, 0, false, "me"));
    }

    @AfterEach
    void stop() {
        http.close();
        engine.close();
        server.close();
    }

    @Test
    void a_connected_servers_model_answers_in_every_dialect() throws Exception {
        connect();
        create("fronted", connected());

        JsonNode chat =
                post(
                        "/v1/chat/completions",
                        "{\"model\":\"fronted\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                                + "\"logit_bias\":{\"5\":-100}}",
                        200);
        assertThat(chat.at("/choices/0/message/content").asString()).isEqualTo("Good day");
        JsonNode sent = Json.parse(server.last("POST /v1/chat/completions").body());
        assertThat(sent.path("model").asString()).isEqualTo("gpt-x");
        assertThat(sent.path("logit_bias")).hasToString("{\"5\":-100}");
        assertThat(server.last("POST /v1/chat/completions").header("Authorization"))
                .isEqualTo("Bearer " + KEY);

        JsonNode databricks =
                post(
                        "/serving-endpoints/fronted/invocations",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        200);
        assertThat(databricks.at("/choices/0/message/content").asString()).isEqualTo("Good day");

        LoggedCall call = logged();
        assertThat(call.tokensOut()).isEqualTo(2);
        assertThat(call.measures().estimated()).isTrue();
        assertThat(call.measures().bytesReceived()).isPositive();
    }

    @Test
    void one_name_splits_its_calls_between_two_servers() throws Exception {
        connect();
        try (FakeServer other = new FakeServer()) {
            other.on("POST /v1/chat/completions", FakeServer.json(200, whole("Other")));
            create(
                    "split",
                    connected()
                            + ",{\"name\":\"b\",\"external_model\":{\"name\":\"llm\",\"provider\":\"custom\","
                            + "\"task\":\"llm/v1/chat\",\"custom_provider_config\":{\"custom_provider_url\":\""
                            + other.address()
                            + "/v1\",\"api_key_auth\":{\"key\":\"x-key\",\"value_plaintext\":\""
                            + KEY
                            + "\"}}}}",
                    "{\"served_model_name\":\"gpt-x\",\"traffic_percentage\":50},"
                            + "{\"served_model_name\":\"b\",\"traffic_percentage\":50}");
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 60 && answers.size() < 2; i++) {
                answers.add(
                        post("/v1/chat/completions", chat("split"), 200)
                                .at("/choices/0/message/content")
                                .asString());
            }
            assertThat(answers).containsExactlyInAnyOrder("Good day", "Other");
            assertThat(other.last("POST /v1/chat/completions").header("X-key")).isEqualTo(KEY);
        }
    }

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
        assertThat(files()).noneMatch(ExternalModelsTest::holdsTheKey);
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

    @Test
    void endpoints_that_ask_one_another_in_a_ring_say_so_instead_of_asking_for_ever()
            throws Exception {
        URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
        connect();
        create("good", connected());
        create("over", asking("good", gateway));
        assertThat(
                        post("/v1/chat/completions", chat("over"), 200)
                                .at("/choices/0/message/content")
                                .asString())
                .isEqualTo("Good day");
        create("one", asking("two", gateway));
        create("two", asking("one", gateway));
        JsonNode refused = post("/v1/chat/completions", chat("one"), 400);
        assertThat(refused.at("/error/message").asString()).contains("asks itself");
    }

    private static String asking(String endpoint, URI gateway) {
        return ("{\"external_model\":{\"name\":\"%s\",\"provider\":\"custom\",\"task\":\"llm/v1/chat\","
                        + "\"custom_provider_config\":{\"custom_provider_url\":\"%s/v1\"}}}")
                .formatted(endpoint, gateway);
    }

    @Test
    void what_a_caller_cannot_have_is_said() throws Exception {
        post("/api/2.0/serving-endpoints", body("a", entity("palm", "palm_config", "{}")), 400);
        JsonNode missing =
                post(
                        "/api/2.0/serving-endpoints",
                        body("b", entity("openai", "openai_config", "{}")),
                        400);
        assertThat(missing.path("message").asString()).contains("openai_api_key");
        JsonNode unknown =
                post("/api/2.0/serving-endpoints", body("c", entity("who", "x", "{}")), 400);
        assertThat(unknown.path("message").asString()).contains("must be one of");
        create(
                "gone",
                entity("connection", "connection_config", "{\"connection_name\":\"nowhere\"}"));
        JsonNode down = post("/v1/chat/completions", chat("gone"), 503);
        assertThat(down.at("/error/message").asString()).isNotBlank();
        assertThat(get("/api/2.0/serving-endpoints/gone", 200).at("/state/message").asString())
                .contains("no connection \"nowhere\"");
    }

    @Test
    void a_server_that_is_gone_costs_its_own_calls_only() throws Exception {
        connect();
        create("fronted", connected());
        post("/v1/chat/completions", chat("fronted"), 200);
        server.close();
        JsonNode refused = post("/v1/chat/completions", chat("fronted"), 503);
        assertThat(refused.at("/error/message").asString()).contains("cannot be reached");
        assertThat(get("/api/2.0/serving-endpoints/fronted", 200).at("/state/ready").asString())
                .isEqualTo("READY");
    }

    private void connect() {
        Access access = Access.as(new Auth.Bearer(KEY));
        engine.connections()
                .save(Connection.to("my server", URI.create(server.address() + "/v1"), access));
    }

    private static String connected() {
        return entity("connection", "connection_config", "{\"connection_name\":\"my server\"}");
    }

    private static String entity(String provider, String field, String config) {
        return "{\"external_model\":{\"name\":\"gpt-x\",\"provider\":\"%s\",\"task\":\"llm/v1/chat\",\"%s\":%s}}"
                .formatted(provider, field, config);
    }

    private static String body(String name, String entities) {
        return "{\"name\":\"%s\",\"config\":{\"served_entities\":[%s]}}".formatted(name, entities);
    }

    private void create(String name, String entities) throws Exception {
        post("/api/2.0/serving-endpoints", body(name, entities), 200);
        await(name);
    }

    private void create(String name, String entities, String routes) throws Exception {
        post(
                "/api/2.0/serving-endpoints",
                "{\"name\":\"%s\",\"config\":{\"served_entities\":[%s],\"traffic_config\":{\"routes\":[%s]}}}"
                        .formatted(name, entities, routes),
                200);
        await(name);
    }

    /** The newest call of the log, which is written a moment after the answer. */
    private LoggedCall logged() {
        while (true) {
            List<LoggedCall> newest = engine.requestLog().page(CallFilter.all(), 0, 1);
            if (!newest.isEmpty()) {
                return newest.getFirst();
            }
            Thread.onSpinWait();
        }
    }

    /** Until it is no longer being started. */
    private void await(String name) throws Exception {
        String path = "/api/2.0/serving-endpoints/" + name;
        while (get(path, 200).at("/state/config_update").asString().equals("IN_PROGRESS")) {
            Thread.onSpinWait();
        }
    }

    private static String chat(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model);
    }

    private static String event(String delta, String finish) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(delta, finish);
    }

    private static String whole(String text) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}"
                .formatted(text);
    }

    private JsonNode post(String path, String body, int status) throws Exception {
        return send("POST", path, body, status);
    }

    private JsonNode get(String path, int status) throws Exception {
        return send("GET", path, "", status);
    }

    private JsonNode send(String method, String path, String body, int status) throws Exception {
        URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(gateway.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parse(answer.body());
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
