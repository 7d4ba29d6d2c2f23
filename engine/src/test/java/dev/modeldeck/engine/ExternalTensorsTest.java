package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** Models of tensors on servers elsewhere, from the gateway to the server. */
class ExternalTensorsTest {

    private final FakeServer server = new FakeServer();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path home;
    private Engine engine;

    @BeforeEach
    void start() {
        engine = Engine.start(new EngineOptions(home, 0, false, "me"));
    }

    @AfterEach
    void stop() {
        http.close();
        engine.close();
        server.close();
    }

    @Test
    void a_model_on_a_triton_answers_rows_and_tensors() throws Exception {
        server.on("GET /v2", "{\"name\":\"triton\",\"version\":\"2.61.0\",\"extensions\":[]}");
        server.on("POST /v2/repository/index", "[{\"name\":\"iris\",\"state\":\"READY\"}]");
        server.on(
                "GET /v2/models/iris",
                """
                {"name":"iris","versions":["1"],"platform":"onnxruntime_onnx",
                 "inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}],
                 "outputs":[{"name":"y","datatype":"FP32","shape":[-1]}]}\
                """);
        server.on(
                "POST /v2/models/iris/infer",
                "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[0.5,1.5]}]}");
        engine.connections().save(Connection.to("cluster", server.address(), Access.open()));
        send(
                "/api/2.0/serving-endpoints",
                "{\"name\":\"flowers\",\"config\":{\"served_entities\":[{\"external_model\":{\"name\":\"iris\",\"provider\":\"connection\",\"connection_config\":{\"connection_name\":\"cluster\"}}}]}}");
        await("flowers");

        JsonNode rows =
                send(
                        "/serving-endpoints/flowers/invocations",
                        "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[3,4]]}}");
        assertThat(rows.path("predictions")).hasToString("[0.5,1.5]");
        assertThat(server.last("POST /v2/models/iris/infer").body())
                .contains("\"name\":\"x\"", "\"shape\":[2,2]", "\"data\":[1.0,2.0,3.0,4.0]");

        JsonNode tensors =
                send(
                        "/v2/models/flowers/infer",
                        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1,2,3,4]}]}");
        assertThat(tensors.at("/outputs/0/data")).hasToString("[0.5,1.5]");
    }

    @Test
    void a_secret_among_a_servers_settings_is_kept_and_sent_where_it_belongs() {
        server.on("GET /ping", "{\"status\":\"Healthy\"}");
        server.on("GET /models", "{\"models\":[{\"modelName\":\"noop\"}]}");
        server.on("GET /models/noop/all", "[{\"modelName\":\"noop\",\"workers\":[]}]");
        server.on("DELETE /models/noop", "{\"status\":\"gone\"}");
        Connection kept =
                engine.connections()
                        .save(
                                Connection.to(
                                                "torch",
                                                server.address(),
                                                Access.as(new Auth.Bearer("inference")))
                                        .withServer("torchserve")
                                        .withSettings(
                                                Map.of(
                                                        "management_url",
                                                        server.address().toString(),
                                                        "management_key",
                                                        "management")));
        assertThat(kept.settings().get("management_key")).startsWith("{{secrets/");
        Plan plan =
                engine.connections().actions(kept.id()).stream()
                        .filter(action -> action.id().equals("unregister"))
                        .map(action ->
                                engine.connections().plan(kept.id(), action, "noop", Map.of()))
                        .findFirst()
                        .orElseThrow();
        engine.connections().run(kept.id(), plan, (_, _) -> {});
        assertThat(server.last("DELETE /models/noop").header("Authorization"))
                .isEqualTo("Bearer management");
        Connection again = engine.connections().save(kept);
        assertThat(again.settings()).isEqualTo(kept.settings());
    }

    private void await(String name) throws Exception {
        String path = "/api/2.0/serving-endpoints/" + name;
        while (ask("GET", path, "").at("/state/config_update").asString().equals("IN_PROGRESS")) {
            Thread.onSpinWait();
        }
    }

    private JsonNode send(String path, String body) throws Exception {
        return ask("POST", path, body);
    }

    private JsonNode ask(String method, String path, String body) throws Exception {
        URI gateway = ((GatewayStatus.Listening) engine.gateway().get()).address();
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(gateway.resolve(path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }
}
