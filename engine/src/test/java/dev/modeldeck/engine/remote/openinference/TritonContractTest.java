package dev.modeldeck.engine.remote.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpExchange;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Triton, with bodies as its protocol documents have them. */
class TritonContractTest extends RemoteServerContract {

    private static final String LOAD = "POST /v2/repository/models/iris/load";

    @Override
    protected RemoteServer server() {
        return new TritonServer();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("metrics_url", fake.address().toString());
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /v2",
                """
                {"name":"triton","version":"2.61.0","extensions":["classification","sequence",
                 "model_repository","model_configuration","schedule_policy","binary_tensor_data",
                 "parameters","statistics","trace","logging"]}\
                """);
        fake.on(
                "POST /v2/repository/index",
                """
                [{"name":"iris","version":"1","state":"UNAVAILABLE","reason":"unloaded"},
                 {"name":"iris","version":"2","state":"READY","reason":""},
                 {"name":"broken","version":"1","state":"UNAVAILABLE","reason":"load failed"},
                 {"name":"spare"},
                 {"name":"next","version":"1","state":"LOADING","reason":""}]\
                """);
        fake.on(
                "GET /v2/models/iris",
                """
                {"name":"iris","versions":["2"],"platform":"onnxruntime_onnx",
                 "inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]}],
                 "outputs":[{"name":"y","datatype":"FP32","shape":[-1,1]}]}\
                """);
        fake.on(
                "GET /v2/models/iris/config",
                """
                {"name":"iris","platform":"onnxruntime_onnx","backend":"onnxruntime",
                 "max_batch_size":8,"instance_group":[{"kind":"KIND_GPU","count":2}],
                 "dynamic_batching":{"max_queue_delay_microseconds":0}}\
                """);
        fake.on("GET /v2/models/stats", STATISTICS);
        fake.on("GET /metrics", FakeServer.text(200, METRICS));
    }

    @Override
    protected String model() {
        return "iris";
    }

    @Override
    protected String query() {
        return "POST /v2/models/iris/infer";
    }

    @Override
    protected InferenceRequest ask() {
        return InferenceRequest.of(tensors(floats(1, 2)));
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.json(
                200,
                """
                {"model_name":"iris","model_version":"2",
                 "outputs":[{"name":"y","datatype":"FP32","shape":[1,1],"data":[0.5]}]}\
                """);
    }

    @Override
    protected void check(InferenceResult result) {
        Tensor y = ((InferenceResult.Tensors) result).outputs().getFirst();
        assertThat(y.name()).isEqualTo("y");
        assertThat(((Data.Fixed) y.data()).bytes().getFloat(0)).isEqualTo(0.5f);
        assertThat(fake.last(query()).body())
                .contains("\"data\":[1.0,2.0]")
                .contains("\"binary_data_output\":true");
    }

    @Test
    void it_is_told_from_others_of_its_protocol() {
        fake.on("GET /v2", "{\"name\":\"mlserver\",\"version\":\"1.7\",\"extensions\":[]}");
        assertThat(server().recognise(site())).isEmpty();
        assertThat(new OpenInferenceServer().recognise(site())).isPresent();
    }

    @Test
    void models_are_told_with_their_state_and_what_they_take() {
        ServerLook look = server().look(site());
        assertThat(look.version()).isEqualTo("2.61.0");
        assertThat(look.models())
                .extracting(ServedModel::name, ServedModel::state)
                .containsExactly(
                        tuple("iris", State.READY),
                        tuple("broken", State.FAILED),
                        tuple("spare", State.NOT_LOADED),
                        tuple("next", State.CHANGING));
        ServedModel iris = look.models().getFirst();
        assertThat(iris.capabilities())
                .containsExactlyInAnyOrder(Capability.TENSORS, Capability.TABULAR);
        assertThat(iris.facts())
                .containsEntry("Inputs", "x FP32 [-1, 2]")
                .containsEntry("Outputs", "y FP32 [-1, 1]")
                .containsEntry("Backend", "onnxruntime")
                .containsEntry("Largest batch", "8")
                .containsEntry("Batches", "dynamic")
                .containsEntry("Instances", "2 × GPU");
        assertThat(look.models().get(1).facts()).containsEntry("Reason", "load failed");
    }

    @Test
    void statistics_and_metrics_become_figures() {
        assertThat(server().look(site()).figures())
                .contains(
                        new Figure(Measure.REQUESTS, "iris", 12),
                        new Figure(Measure.REQUESTS_FAILED, "iris", 1),
                        new Figure(Measure.REQUEST_SECONDS, "iris", 3.5),
                        new Figure(Measure.QUEUE_SECONDS, "iris", 0.25),
                        new Figure(Measure.REQUESTS_WAITING, "iris", 3),
                        new Figure(Measure.FIRST_TOKENS, "iris", 37),
                        new Figure(Measure.FIRST_TOKEN_SECONDS, "iris", 10.771),
                        new Figure(Measure.GPU_USED, "", 0.5),
                        new Figure(Measure.GPU_MEMORY_BYTES, "", 3e9));
    }

    @Test
    void where_the_repository_is_closed_the_models_that_run_are_told() {
        fake.on("POST /v2/repository/index", FakeServer.text(403, "restricted"));
        assertThat(server().look(site()).models())
                .singleElement()
                .satisfies(model -> assertThat(model.name()).isEqualTo("iris"));
    }

    @Test
    void without_metrics_the_statistics_remain() {
        fake.on("GET /metrics", FakeServer.text(404, "off"));
        assertThat(server().look(site()).figures())
                .extracting(Figure::key)
                .contains(Measure.REQUESTS)
                .doesNotContain(Measure.GPU_USED);
    }

    @Test
    void many_values_and_half_floats_go_as_bytes_and_come_back_as_such() {
        fake.on(query(), TritonContractTest::binaryAnswer);
        float[] many = new float[10_000];
        many[9_999] = 7;
        InferenceResult result = call(many);
        FakeServer.Asked asked = fake.last(query());
        int head = Integer.parseInt(asked.header("Inference-Header-Content-Length"));
        assertThat(asked.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(asked.bytes()).hasSize(head + 40_000);
        assertThat(
                        ByteBuffer.wrap(asked.bytes())
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getFloat(head + 39_996))
                .isEqualTo(7);
        Tensor y = ((InferenceResult.Tensors) result).outputs().getFirst();
        assertThat(y.datatype()).isEqualTo(DataType.BF16);
        assertThat(((Data.Fixed) y.data()).bytes().getShort(0)).isEqualTo((short) 0x3F80);

        Data half = new Data.Fixed(ByteBuffer.wrap(new byte[] {0, 0x3C}));
        call(
                site(),
                InferenceRequest.of(tensors(new Tensor("x", DataType.FP16, List.of(1L), half))),
                ChunkListener.none());
        assertThat(fake.last(query()).header("Inference-Header-Content-Length")).isNotEmpty();
    }

    @Test
    void a_header_that_lies_is_the_servers_fault() {
        for (String length : List.of("99999", "-1", "x")) {
            fake.on(
                    query(),
                    FakeServer.whole(
                            200,
                            "application/octet-stream",
                            "{\"outputs\":[]}",
                            Map.of("Inference-Header-Content-Length", length)));
            assertThat(problem(() -> call(site()))).isInstanceOf(Problem.Upstream.class);
        }
    }

    @Test
    void rows_become_the_tensors_that_the_model_takes() {
        fake.on(query(), answer());
        TabularInput rows =
                new TabularInput.Frame(
                        List.of("width", "height"),
                        List.of(List.of(Json.parse("1"), Json.parse("2.5"))));
        InferenceResult result =
                call(
                        site(),
                        InferenceRequest.of(new Payload.Tabular(rows, Json.object())),
                        ChunkListener.none());
        assertThat(fake.last(query()).body())
                .contains("\"name\":\"x\"")
                .contains("\"shape\":[1,2]")
                .contains("\"data\":[1.0,2.5]");
        assertThat(((InferenceResult.Predictions) result).predictions()).hasToString("[[0.5]]");
    }

    @Test
    void columns_become_tensors_of_their_own_where_the_model_takes_several() {
        fake.on(
                "GET /v2/models/iris",
                """
                {"name":"iris","versions":["2"],"platform":"x","outputs":[],
                 "inputs":[{"name":"age","datatype":"INT64","shape":[-1,1]},
                           {"name":"city","datatype":"BYTES","shape":[-1,1]}]}\
                """);
        fake.on(query(), answer());
        TabularInput rows =
                new TabularInput.Instances(
                        Json.parse("[{\"age\":3,\"city\":\"Bern\"},{\"age\":4,\"city\":\"Rom\"}]"));
        call(
                site(),
                InferenceRequest.of(new Payload.Tabular(rows, Json.object())),
                ChunkListener.none());
        JsonNode inputs = Json.parse(fake.last(query()).body()).path("inputs");
        assertThat(inputs.path(0).toString()).contains("\"shape\":[2,1]", "\"data\":[3,4]");
        assertThat(inputs.path(1).toString()).contains("\"data\":[\"Bern\",\"Rom\"]");
    }

    @Test
    void loading_with_another_configuration_is_shown_beforehand() {
        ServerAction load = action("load");
        assertThat(load.plan(site(), "iris", Map.of()).calls())
                .singleElement()
                .satisfies(call -> assertThat(call.body()).hasToString("{}"));
        Plan plan = load.plan(site(), "iris", Map.of("config", "{\"max_batch_size\": 16}"));
        assertThat(plan.changes())
                .singleElement()
                .hasToString("Change[path=max_batch_size, before=8, after=16]");
        assertThat(plan.calls().getFirst().body())
                .hasToString("{\"parameters\":{\"config\":\"{\\\"max_batch_size\\\":16}\"}}");
        assertThat(fake.asked()).noneMatch(asked -> asked.line().equals(LOAD));
        assertThat(problem(() -> load.plan(site(), "iris", Map.of("config", "no json"))))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void unloading_may_take_the_parts_along() {
        ServerAction unload = action("unload");
        Plan plan = unload.plan(site(), "iris", Map.of("unload_dependents", "true"));
        assertThat(plan.calls().getFirst().path()).endsWith("/v2/repository/models/iris/unload");
        assertThat(plan.calls().getFirst().body())
                .hasToString("{\"parameters\":{\"unload_dependents\":true}}");
        ServedModel away = server().look(site()).models().get(2);
        assertThat(unload.offeredFor(away)).isFalse();
    }

    @Test
    void an_address_that_ends_with_v2_is_the_same_server() {
        fake.on(query(), answer());
        check(call(site().elsewhere(fake.address().resolve("/v2"))));
    }

    private ServerAction action(String id) {
        return server().actions().stream()
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private InferenceResult call(float[] values) {
        return call(site(), InferenceRequest.of(tensors(floats(values))), ChunkListener.none());
    }

    private static Payload.Tensors tensors(Tensor tensor) {
        return new Payload.Tensors(List.of(tensor), List.of(), Json.object());
    }

    private static Tensor floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return new Tensor(
                "x",
                DataType.FP32,
                List.of(1L, (long) values.length),
                new Data.Fixed(bytes.flip()));
    }

    private static void binaryAnswer(HttpExchange exchange, String body) throws IOException {
        byte[] head =
                "{\"outputs\":[{\"name\":\"y\",\"datatype\":\"BF16\",\"shape\":[1],\"parameters\":{\"binary_data_size\":2}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders()
                .add("Inference-Header-Content-Length", Integer.toString(head.length));
        exchange.sendResponseHeaders(200, head.length + 2);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(head);
            out.write(new byte[] {(byte) 0x80, 0x3F});
        }
    }

    private static final String STATISTICS =
            """
            {"model_stats":[
              {"name":"iris","version":"1","inference_count":0,"execution_count":0,"inference_stats":{
                "success":{"count":1,"ns":500000000},"fail":{"count":0,"ns":0},"queue":{"count":1,"ns":0}}},
              {"name":"iris","version":"2","last_inference":1,"inference_count":10,"execution_count":9,
               "inference_stats":{
                "success":{"count":10,"ns":2000000000},"fail":{"count":1,"ns":1000000000},
                "queue":{"count":11,"ns":250000000},"compute_infer":{"count":10,"ns":1}}}]}\
            """;

    private static final String METRICS =
            """
            # HELP nv_inference_pending_request_count Instantaneous number of pending requests
            # TYPE nv_inference_pending_request_count gauge
            nv_inference_pending_request_count{model="iris",version="2"} 3
            nv_inference_first_response_histogram_ms_count{model="iris",version="2"} 37
            nv_inference_first_response_histogram_ms_sum{model="iris",version="2"} 10771
            nv_gpu_utilization{gpu_uuid="a"} 0.75
            nv_gpu_utilization{gpu_uuid="b"} 0.25
            nv_gpu_memory_used_bytes{gpu_uuid="a"} 1000000000
            nv_gpu_memory_used_bytes{gpu_uuid="b"} 2000000000
            """;
}
