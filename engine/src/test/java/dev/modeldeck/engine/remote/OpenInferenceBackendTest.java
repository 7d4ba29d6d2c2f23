package dev.modeldeck.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.remote.openinference.OpenInferenceBackend;
import dev.modeldeck.engine.wire.Json;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

class OpenInferenceBackendTest {

    private static final InferenceRequest REQUEST =
            InferenceRequest.of(
                    new Payload.Tensors(
                            List.of(
                                    new Tensor(
                                            "x",
                                            Tensor.DataType.UINT8,
                                            List.of(2L),
                                            new Tensor.Data.Fixed(
                                                    ByteBuffer.wrap(new byte[] {1, 2})))),
                            List.of(),
                            Json.object()));

    @Test
    void tensors_go_there_and_back() throws Exception {
        try (MockWebServer server = new MockWebServer();
                HttpCalls http = HttpCalls.patient()) {
            server.start();
            server.enqueue(
                    answer(
                            200,
                            "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[0.5]}]}"));
            InferenceResult.Tensors result =
                    (InferenceResult.Tensors)
                            backend(http, server).answer(REQUEST, ChunkListener.none());
            assertThat(result.outputs().getFirst().name()).isEqualTo("y");
            var sent = server.takeRequest();
            assertThat(sent.getTarget()).isEqualTo("/v2/models/my%20model/infer");
            assertThat(sent.getBody().utf8()).contains("\"data\":[1,2]");
        }
    }

    @Test
    void the_servers_error_is_passed_on() throws Exception {
        try (MockWebServer server = new MockWebServer();
                HttpCalls http = HttpCalls.patient()) {
            server.start();
            server.enqueue(answer(400, "{\"error\":\"x must be FP32\"}"));
            assertThatThrownBy(() -> backend(http, server).answer(REQUEST, ChunkListener.none()))
                    .hasMessage("x must be FP32");
            server.enqueue(answer(200, "{\"outputs\":[{\"name\":\"y\"}]}"));
            assertThatThrownBy(() -> backend(http, server).answer(REQUEST, ChunkListener.none()))
                    .hasMessageContaining("cannot be read");
        }
    }

    private static OpenInferenceBackend backend(HttpCalls http, MockWebServer server) {
        return new OpenInferenceBackend(
                http,
                RemoteModel.server(
                        URI.create("http://localhost:" + server.getPort()), "", "my model"));
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }
}
