package dev.modeldeck.engine.remote.djlserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.remote.openai.OpenAiBackend;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.numpy.Npz;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * DJL Serving, with bodies as version 0.36.0 was seen to send them, and the handlers for large
 * models as their documents have them.
 */
class DjlServingContractTest extends RemoteServerContract {

    @Override
    protected RemoteServer server() {
        return new DjlServingServer(OpenAiBackend::new);
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on(
                "GET /models",
                """
                {"models":[
                  {"modelName":"linear","version":"1","modelUrl":"file:///m/linear.pt","status":"READY"},
                  {"modelName":"slow","modelUrl":"file:///m/slow","status":"PENDING"},
                  {"modelName":"flow:first","modelUrl":"file:///m/first","status":"READY"}]}\
                """);
        fake.on(
                "GET /workflows",
                "{\"nextPageToken\":\"3\",\"workflows\":[{\"workflowName\":\"linear\"},{\"workflowName\":\"slow\"},{\"workflowName\":\"flow\"}]}");
        fake.on("GET /models/linear", LINEAR);
        fake.on(
                "GET /models/linear/adapters",
                "{\"adapters\":[{\"name\":\"a1\",\"src\":\"/opt/a1\",\"pin\":false}]}");
        fake.on(
                "GET /models/slow/adapters",
                FakeServer.json(
                        400,
                        "{\"code\":400,\"type\":\"BadRequestException\",\"message\":\"LoRA is not enabled.\"}"));
        fake.on("GET /server/metrics", FakeServer.text(200, METRICS));
    }

    @Test
    void of_many_models_only_the_first_ones_are_asked_for_and_less_often() {
        String all =
                IntStream.range(0, 250)
                        .mapToObj("{\"modelName\":\"m%d\",\"status\":\"FAILED\"}"::formatted)
                        .collect(Collectors.joining(",", "{\"models\":[", "]}"));
        fake.on("GET /models?limit=100", all)
                .on("GET /models", all)
                .on("GET /workflows", "{\"workflows\":[]}")
                .otherwise(FakeServer.json(200, LINEAR));
        ServerLook look = server().look(site());
        assertThat(look.models()).hasSize(250);
        assertThat(look.models().get(199).facts()).containsKey("Workers");
        assertThat(look.models().get(200).facts()).doesNotContainKey("Workers");
        assertThat(look.models().get(200).state()).isEqualTo(State.FAILED);
        assertThat(look.facts()).containsEntry("Details", "of the first 200 of 250 models");
        assertThat(fake.asked())
                .filteredOn(asked -> asked.line().matches("GET /models/m\\d+"))
                .hasSize(200);
        assertThat(server().every(look)).isEqualTo(Duration.ofSeconds(50));
    }

    @Override
    protected String model() {
        return "linear";
    }

    @Override
    protected String query() {
        return "POST /predictions/linear";
    }

    @Override
    protected InferenceRequest ask() {
        return InferenceRequest.of(completion(TextOptions.defaults()));
    }

    @Override
    protected FakeServer.Answer answer() {
        return streamed("Hi ", "there");
    }

    @Override
    protected void check(InferenceResult result) {
        InferenceResult.Text text = (InferenceResult.Text) result;
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi there");
        assertThat(text.choices().getFirst().finishReason()).isEqualTo(FinishReason.LENGTH);
        JsonNode sent = Json.parse(fake.last(query()).body());
        assertThat(sent.path("inputs").asString()).isEqualTo("Say");
        assertThat(sent.path("stream").asBoolean()).isTrue();
    }

    @Override
    protected String streamType() {
        return "application/jsonlines";
    }

    @Override
    protected String piece(String text) {
        return "{\"token\": {\"id\": 304, \"text\": \"%s\", \"log_prob\": -0.05}}\n"
                .formatted(text);
    }

    @Override
    protected String ending() {
        return "{\"token\": {\"id\": 2, \"text\": \"\", \"log_prob\": -1, \"special_token\": true}, \"generated_text\": \"\", \"details\": {\"finish_reason\": \"length\", \"generated_tokens\": 2, \"inputs\": \"Say\"}}\n";
    }

    @Test
    void models_and_workflows_are_told_with_their_workers_and_adapters() {
        assertThat(server().look(site()).models())
                .extracting(ServedModel::name, ServedModel::task, ServedModel::state)
                .containsExactly(
                        tuple("linear", "", State.READY),
                        tuple("slow", "", State.CHANGING),
                        tuple("flow", "workflow", State.READY));
        assertThat(server().look(site()).models().getFirst().facts())
                .containsEntry("Versions", "1")
                .containsEntry("Workers", "1 of 1 ready")
                .containsEntry("Adapters", "a1")
                .containsEntry("Queue", "1000");
    }

    @Test
    void metrics_become_figures() {
        assertThat(server().look(site()).figures())
                .contains(
                        new Figure(Measure.REQUESTS, "linear", 3),
                        new Figure(Measure.REQUEST_SECONDS, "linear", 0.33071),
                        new Figure(Measure.QUEUE_SECONDS, "linear", 0.5),
                        new Figure(Measure.REQUESTS_WAITING, "linear", 4),
                        new Figure(Measure.REQUESTS_FAILED, "", 2));
    }

    @Test
    void rows_go_as_inputs_and_come_back_as_predictions() {
        // No content type, as the real one has none here.
        fake.on(query(), FakeServer.whole(200, "", "{\"predictions\":[[17.0,26.0]]}", Map.of()));
        TabularInput rows =
                new TabularInput.Frame(
                        List.of("a", "b"), List.of(List.of(Json.parse("1"), Json.parse("2"))));
        InferenceResult result = ask(new Payload.Tabular(rows, Json.object()));
        assertThat(fake.last(query()).body()).isEqualTo("{\"inputs\":[[1,2]]}");
        assertThat(fake.last(query()).header("Accept")).isEqualTo("application/json");
        assertThat(((InferenceResult.Predictions) result).predictions())
                .hasToString("[[17.0,26.0]]");
    }

    @Test
    void tensors_go_and_come_as_arrays() {
        Tensor x =
                new RowTensors(List.of())
                        .tensors(new TabularInput.Inputs(Json.parse("{\"x\":[[1,2]]}")))
                        .getFirst();
        fake.on(
                query(),
                (exchange, _) -> {
                    byte[] arrays = Npz.write(List.of(x));
                    exchange.getResponseHeaders().add("Content-Type", "tensor/npz");
                    exchange.sendResponseHeaders(200, arrays.length);
                    exchange.getResponseBody().write(arrays);
                });
        InferenceResult result = ask(new Payload.Tensors(List.of(x), List.of(), Json.object()));
        assertThat(((InferenceResult.Tensors) result).outputs()).containsExactly(x);
        assertThat(Npz.read(fake.last(query()).bytes())).containsExactly(x);
        assertThat(fake.last(query()).header("Content-Type")).isEqualTo("tensor/npz");
    }

    @Test
    void options_have_the_names_of_its_handlers() {
        fake.on(query(), FakeServer.json(200, "[{\"generated_text\":\"Hi\"}]"));
        InferenceResult.Text text =
                (InferenceResult.Text)
                        ask(
                                completion(
                                        new TextOptions(
                                                5,
                                                0.0,
                                                null,
                                                3,
                                                null,
                                                null,
                                                null,
                                                null,
                                                7L,
                                                List.of("."),
                                                1)));
        assertThat(Json.parse(fake.last(query()).body()).path("parameters"))
                .hasToString(
                        "{\"max_new_tokens\":5,\"top_k\":3,\"seed\":7,\"stop_sequences\":[\".\"],\"do_sample\":false,\"details\":true}");
        assertThat(text.choices().getFirst().text()).isEqualTo("Hi");
        assertThat(text.notes().ignored()).containsExactly("logprobs");
    }

    @Test
    void an_error_within_a_good_stream_is_an_error() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        piece("Hel")
                                                + "{\"token\": {\"id\": -1, \"text\": \"\", \"special_token\": true}, \"generated_text\": \"\", \"details\": {\"finish_reason\": \"error\"}}\n")));
        assertThat(problem(() -> call(site()))).isInstanceOf(Problem.Upstream.class);
    }

    @Test
    void handlers_that_answer_in_batches_are_understood() {
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces ->
                                pieces.write(
                                        "{\"outputs\": [\"This\"]}\n{\"outputs\": [\" is\"]}\n")));
        assertThat(((InferenceResult.Text) call(site())).choices().getFirst().text())
                .isEqualTo("This is");
        fake.on(
                query(),
                FakeServer.stream(
                        streamType(),
                        pieces -> pieces.write("{\"error\": \"out of memory\", \"code\": 424}\n")));
        assertThat(problem(() -> call(site())).message()).isEqualTo("out of memory");
    }

    @Test
    void chats_are_asked_over_openais_protocol_with_the_model_in_a_header() {
        String chat = "POST /v1/chat/completions";
        fake.on(
                chat,
                FakeServer.json(
                        200,
                        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
        InferenceResult result =
                ask(
                        new Payload.Chat(
                                List.of(ChatMessage.user("Hello")), 1, TextOptions.defaults()));
        assertThat(((InferenceResult.Text) result).choices().getFirst().text()).isEqualTo("Hi");
        assertThat(fake.last(chat).header("model_name")).isEqualTo("linear");
        assertThat(fake.last(chat).header("Authorization")).isEqualTo("Bearer k");
    }

    @Test
    void registering_is_planned_with_the_parameters_of_the_specification() {
        Plan plan =
                action("register")
                        .plan(
                                site(),
                                "",
                                Map.of(
                                        "url", "file:///m/x.pt",
                                        "model_name", "x",
                                        "engine", "PyTorch"));
        assertThat(plan.calls())
                .containsExactly(
                        Plan.Call.of(
                                "POST",
                                "/models?url=file%3A%2F%2F%2Fm%2Fx.pt&model_name=x&engine=PyTorch",
                                null));
    }

    @Test
    void scaling_shows_what_changes_on_each_device() {
        ServerAction scale = action("scale");
        assertThat(scale.present(site(), "linear"))
                .isEqualTo(Map.of("min_worker", "1", "max_worker", "2"));
        Plan plan = scale.plan(site(), "linear", Map.of("min_worker", "2", "max_worker", "2"));
        assertThat(plan.changes())
                .singleElement()
                .hasToString(
                        "Change[path=models[0].workerGroups[0].minWorkers, before=1, after=2]");
        assertThat(plan.calls().getFirst().path())
                .isEqualTo("/models/linear?min_worker=2&max_worker=2");
    }

    @Test
    void adapters_are_added_and_removed() {
        Plan add =
                action("add-adapter")
                        .plan(site(), "linear", Map.of("name", "a2", "src", "/opt/a2"));
        assertThat(add.calls().getFirst())
                .isEqualTo(
                        Plan.Call.of(
                                "POST", "/models/linear/adapters?name=a2&src=%2Fopt%2Fa2", null));
        Plan remove = action("remove-adapter").plan(site(), "linear", Map.of("name", "a1"));
        assertThat(remove.calls().getFirst())
                .isEqualTo(Plan.Call.of("DELETE", "/models/linear/adapters/a1", null));
        ServedModel without = server().look(site()).models().get(1);
        assertThat(action("remove-adapter").offeredFor(without)).isFalse();
    }

    private InferenceResult ask(Payload payload) {
        return call(site(), InferenceRequest.of(payload), ChunkListener.none());
    }

    private ServerAction action(String id) {
        return server().actions().stream()
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Payload.Completion completion(TextOptions options) {
        return new Payload.Completion(List.of(new Payload.Prompt.Text("Say")), 1, false, options);
    }

    private static final String LINEAR =
            """
            [{"workflowName":"linear","models":[{"modelName":"linear",
              "modelUrl":"file:///m/linear.pt","batchSize":1,"maxBatchDelayMillis":100,
              "maxIdleSeconds":60,"queueSize":1000,"requestInQueue":4,"status":"Healthy",
              "loadedAtStartup":false,"workerGroups":[{"device":{"deviceType":"cpu","deviceId":-1},
                "minWorkers":1,"maxWorkers":2,
                "workers":[{"id":1,"startTime":"2026-11-27T21:52:36.050Z","status":"READY"}]}]}]}]\
            """;

    private static final String METRICS =
            """
            # HELP QueueTime : prometheus histogram metric, unit: Microseconds
            # TYPE QueueTime histogram
            QueueTime_bucket{Model="linear",le="+Inf"} 6
            QueueTime_count{Model="linear"} 6
            QueueTime_sum{Model="linear"} 500000.0
            # TYPE RequestLatency histogram
            RequestLatency_bucket{Model="linear",le="+Inf"} 3
            RequestLatency_count{Model="linear"} 3
            RequestLatency_sum{Model="linear"} 330710.0
            # TYPE Response_4XX_total counter
            Response_4XX_total{Host="vm"} 3.0
            Response_5XX_total{Host="vm"} 2.0
            """;
}
