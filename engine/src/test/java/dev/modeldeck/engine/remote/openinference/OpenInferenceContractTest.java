package dev.modeldeck.engine.remote.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** MLServer, and what KServe's and OpenVINO's servers do otherwise. */
class OpenInferenceContractTest extends RemoteServerContract {

    private static final String INDEX = "POST /v2/repository/index";

    @Override
    protected RemoteServer server() {
        return new OpenInferenceServer();
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /v2", "{\"name\":\"mlserver\",\"version\":\"1.7.1\",\"extensions\":[]}");
        fake.on(
                INDEX,
                """
                [{"name":"mnist-svm","version":"v0.1.0","state":"READY","reason":""},
                 {"name":"other","version":"v1","state":"UNAVAILABLE","reason":""}]\
                """);
        fake.on(
                "GET /v2/models/mnist-svm",
                """
                {"name":"mnist-svm","versions":[],"platform":"",
                 "inputs":[{"name":"x","datatype":"INT8","shape":[-1]}],"outputs":[]}\
                """);
    }

    @Override
    protected String model() {
        return "mnist-svm";
    }

    @Override
    protected String query() {
        return "POST /v2/models/mnist-svm/infer";
    }

    @Override
    protected InferenceRequest ask() {
        return ask(DataType.INT8);
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.json(
                200,
                """
                {"model_name":"mnist-svm","model_version":"v0.1.0","id":"1","parameters":{},
                 "outputs":[{"name":"predict","shape":[1,1],"datatype":"INT64","data":[8]}]}\
                """);
    }

    @Override
    protected void check(InferenceResult result) {
        Tensor output = ((InferenceResult.Tensors) result).outputs().getFirst();
        assertThat(((Data.Fixed) output.data()).bytes().getLong(0)).isEqualTo(8);
        assertThat(fake.last(query()).body())
                .contains("\"data\":[1,2]")
                .doesNotContain("binary_data_output");
    }

    @Test
    void what_the_index_tells_is_listed() {
        assertThat(server().look(site()).models())
                .extracting(ServedModel::state)
                .containsExactly(State.READY, State.NOT_LOADED);
        assertThat(server().look(site()).capabilities())
                .containsExactlyInAnyOrder(
                        Capability.TENSORS, Capability.TABULAR, Capability.LOADING);
    }

    @Test
    void without_an_index_other_lists_are_read() {
        fake.on(INDEX, FakeServer.text(404, ""));
        fake.on("GET /v1/models", "{\"models\":[\"mnist-svm\"]}");
        fake.on("GET /v2/models/mnist-svm/ready", "{\"name\":\"mnist-svm\",\"ready\":true}");
        assertThat(server().look(site()).models())
                .extracting(ServedModel::name)
                .containsExactly("mnist-svm");

        fake.on("GET /v1/models", FakeServer.text(404, ""));
        fake.on(
                "GET /v1/config",
                """
                {"resnet":{"model_version_status":[{"version":"1","state":"AVAILABLE",
                  "status":{"error_code":"OK","error_message":"OK"}}]}}\
                """);
        fake.on("GET /v2/models/resnet/ready", FakeServer.text(200, ""));
        assertThat(server().look(site()).models())
                .singleElement()
                .satisfies(model -> assertThat(model.state()).isEqualTo(State.READY));
    }

    @Test
    void a_person_can_name_the_models() {
        fake.on(INDEX, FakeServer.text(404, ""));
        fake.on("GET /v2/models/b/ready", FakeServer.text(400, ""));
        fake.on("GET /v2/models/a/ready", FakeServer.text(200, ""));
        try (HttpCalls calls = HttpCalls.patient()) {
            Site named = new Site(fake.address(), calls, Map::of, Map.of("models", "a, b,"));
            assertThat(server().look(named).models())
                    .extracting(ServedModel::name, ServedModel::state)
                    .containsExactly(tuple("a", State.READY), tuple("b", State.NOT_LOADED));
        }
    }

    @Test
    void half_floats_go_as_bytes_unless_a_person_wants_json() {
        fake.on(query(), answer());
        call(site(), ask(DataType.FP16), ChunkListener.none());
        assertThat(fake.last(query()).header("Inference-Header-Content-Length")).isNotEmpty();
        try (HttpCalls calls = HttpCalls.patient()) {
            Site plain = new Site(fake.address(), calls, Map::of, Map.of("tensors", "json"));
            call(plain, ask(DataType.FP16), ChunkListener.none());
            assertThat(fake.last(query()).header("Inference-Header-Content-Length")).isEmpty();
            Site binary = new Site(fake.address(), calls, Map::of, Map.of("tensors", "binary"));
            call(binary, ask(), ChunkListener.none());
            assertThat(fake.last(query()).header("Inference-Header-Content-Length")).isNotEmpty();
        }
    }

    @Test
    void texts_are_refused_in_words() {
        InferenceRequest chat =
                InferenceRequest.of(
                        new Payload.Chat(
                                List.of(ChatMessage.user("Hi")), 1, TextOptions.defaults()));
        assertThat(problem(() -> call(site(), chat, ChunkListener.none())))
                .isInstanceOfSatisfying(
                        Problem.Unsupported.class,
                        refused -> assertThat(refused.message()).contains("not messages"));
        InferenceRequest text =
                InferenceRequest.of(
                        new Payload.Completion(
                                List.of(new Payload.Prompt.Text("Hi")),
                                1,
                                false,
                                TextOptions.defaults()));
        assertThat(problem(() -> call(site(), text, ChunkListener.none())))
                .isInstanceOf(Problem.Unsupported.class);
    }

    private static InferenceRequest ask(DataType type) {
        byte[] bytes = new byte[2 * type.size()];
        bytes[0] = 1;
        bytes[type.size()] = 2;
        return InferenceRequest.of(
                new Payload.Tensors(
                        List.of(
                                new Tensor(
                                        "x",
                                        type,
                                        List.of(2L),
                                        new Data.Fixed(ByteBuffer.wrap(bytes)))),
                        List.of(),
                        Json.object()));
    }
}
