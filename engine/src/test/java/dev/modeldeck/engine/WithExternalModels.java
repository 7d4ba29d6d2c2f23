package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** An engine and a server elsewhere, whose models endpoints of the engine have. */
abstract class WithExternalModels {

    static final String KEY = "sk-very-secret-0815";

    final FakeServer server = new FakeServer();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir Path home;
    Engine engine;

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

    final void connect() {
        Access access = Access.as(new Auth.Bearer(KEY));
        engine.connections()
                .save(Connection.to("my server", URI.create(server.address() + "/v1"), access));
    }

    static String connected() {
        return entity("connection", "connection_config", "{\"connection_name\":\"my server\"}");
    }

    static String entity(String provider, String field, String config) {
        return "{\"external_model\":{\"name\":\"gpt-x\",\"provider\":\"%s\",\"task\":\"llm/v1/chat\",\"%s\":%s}}"
                .formatted(provider, field, config);
    }

    static String body(String name, String entities) {
        return "{\"name\":\"%s\",\"config\":{\"served_entities\":[%s]}}".formatted(name, entities);
    }

    final void create(String name, String entities) throws Exception {
        post("/api/2.0/serving-endpoints", body(name, entities), 200);
        await(name);
    }

    /** Until it is no longer being started. */
    final void await(String name) throws Exception {
        String path = "/api/2.0/serving-endpoints/" + name;
        while (get(path, 200).at("/state/config_update").asString().equals("IN_PROGRESS")) {
            Thread.onSpinWait();
        }
    }

    static String chat(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model);
    }

    static String event(String delta, String finish) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
                .formatted(delta, finish);
    }

    final JsonNode post(String path, String body, int status) throws Exception {
        return send("POST", path, body, status);
    }

    final JsonNode get(String path, int status) throws Exception {
        return send("GET", path, "", status);
    }

    final String text(String path, String body) throws Exception {
        return answer("POST", path, body, 200);
    }

    final JsonNode send(String method, String path, String body, int status) throws Exception {
        return Json.parse(answer(method, path, body, status));
    }

    private String answer(String method, String path, String body, int status) throws Exception {
        URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(gateway.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
