package dev.modeldeck.engine.remote.torchserve;

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
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.RemoteServerContract;
import dev.modeldeck.engine.wire.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * TorchServe, with bodies as its documents have them; management and metrics at ports of their own.
 */
class TorchServeContractTest extends RemoteServerContract {

    private final FakeServer management = new FakeServer();
    private final FakeServer metrics = new FakeServer();
    private String body = "";
    private URI managed = management.address();

    @Override
    protected RemoteServer server() {
        return new TorchServeServer();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "management_url",
                managed.toString(),
                "management_key",
                "m",
                "metrics_url",
                metrics.address().toString(),
                "models",
                "noop, other",
                "body",
                body);
    }

    @Override
    protected void beWell(FakeServer fake) {
        fake.on("GET /ping", "{\n  \"status\": \"Healthy\"\n}");
        management.on(
                "GET /models?limit=100",
                "{\"nextPageToken\":\"1\",\"models\":[{\"modelName\":\"noop\",\"modelUrl\":\"noop.mar\"}]}");
        management.on(
                "GET /models?limit=100&next_page_token=1",
                "{\"models\":[{\"modelName\":\"idle\",\"modelUrl\":\"idle.mar\"}]}");
        management.on("GET /models/noop/all", NOOP);
        management.on("GET /models/noop", NOOP);
        management.on(
                "GET /models/idle/all",
                "[{\"modelName\":\"idle\",\"modelVersion\":\"2.0\",\"modelUrl\":\"idle.mar\",\"minWorkers\":0,\"maxWorkers\":0,\"workers\":[]}]");
        metrics.on("GET /metrics", FakeServer.text(200, METRICS));
    }

    @AfterEach
    void stopOthers() {
        management.close();
        metrics.close();
    }

    @Override
    protected String model() {
        return "noop";
    }

    @Override
    protected String query() {
        return "POST /predictions/noop";
    }

    @Override
    protected InferenceRequest ask() {
        TabularInput rows =
                new TabularInput.Frame(
                        List.of("x", "y"), List.of(List.of(Json.parse("1"), Json.parse("\"a\""))));
        return InferenceRequest.of(new Payload.Tabular(rows, Json.object()));
    }

    @Override
    protected FakeServer.Answer answer() {
        return FakeServer.json(200, "{\"predictions\":[{\"class\":\"cat\",\"probability\":0.5}]}");
    }

    @Override
    protected void check(InferenceResult result) {
        assertThat(((InferenceResult.Predictions) result).predictions())
                .hasToString("[{\"class\":\"cat\",\"probability\":0.5}]");
        assertThat(fake.last(query()).body()).isEqualTo("{\"instances\":[{\"x\":1,\"y\":\"a\"}]}");
    }

    @Test
    void models_come_page_by_page_with_their_workers() {
        ServerLook look = server().look(site());
        assertThat(look.facts()).containsExactly(Map.entry("Health", "Healthy"));
        assertThat(look.models())
                .extracting(ServedModel::name, ServedModel::state)
                .containsExactly(tuple("noop", State.READY), tuple("idle", State.NOT_LOADED));
        assertThat(look.models().getFirst().facts())
                .containsEntry("Workers", "1 of 2 ready")
                .containsEntry("Versions", "1.0")
                .containsEntry("File", "noop.mar");
        assertThat(management.last("GET /models/noop/all").header("Authorization"))
                .isEqualTo("Bearer m");
        assertThat(fake.last("GET /ping").header("Authorization")).isEqualTo("Bearer k");
    }

    @Test
    void of_many_models_only_the_first_ones_are_asked_for_and_less_often() {
        beManyModels(350);
        ServerLook look = server().look(site());
        assertThat(look.models()).hasSize(350);
        assertThat(look.facts()).containsEntry("Details", "of the first 200 of 350 models");
        assertThat(look.models().get(199).facts()).containsKey("Workers");
        assertThat(look.models().get(200).name()).isEqualTo("m200");
        assertThat(look.models().get(200).facts()).containsOnly(Map.entry("File", "m200.mar"));
        assertThat(management.asked())
                .filteredOn(asked -> asked.line().endsWith("/all"))
                .hasSize(200);
        assertThat(server().every(look)).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void few_models_are_all_asked_for_a_few_at_once() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier eight = new CyclicBarrier(8);
        beManyModels(40);
        FakeServer.Answer plain = FakeServer.json(200, NOOP);
        management.otherwise((exchange, body) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await(eight);
            now.decrementAndGet();
            plain.to(exchange, body);
        });
        ServerLook look = server().look(site());
        assertThat(look.facts()).doesNotContainKey("Details");
        assertThat(look.models())
                .hasSize(40)
                .allSatisfy(one -> assertThat(one.facts()).containsKey("Workers"));
        assertThat(most.get()).isEqualTo(8);
        assertThat(server().every(look)).isEqualTo(RemoteServer.EVERY);
    }

    private static void await(CyclicBarrier others) {
        try {
            others.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private void beManyModels(int count) {
        String all =
                IntStream.range(0, count)
                        .mapToObj("{\"modelName\":\"m%1$d\",\"modelUrl\":\"m%1$d.mar\"}"::formatted)
                        .collect(Collectors.joining(",", "{\"models\":[", "]}"));
        management.on("GET /models?limit=100", all).otherwise(FakeServer.json(200, NOOP));
    }

    @Test
    void metrics_become_figures() {
        assertThat(server().look(site()).figures())
                .contains(
                        new Figure(Measure.REQUESTS, "noop", 7),
                        new Figure(Measure.REQUEST_SECONDS, "noop", 2.5),
                        new Figure(Measure.QUEUE_SECONDS, "noop", 0.5),
                        new Figure(Measure.REQUESTS_WAITING, "noop", 3),
                        new Figure(Measure.REQUESTS_FAILED, "", 1),
                        new Figure(Measure.CPU_USED, "", 0.25),
                        new Figure(Measure.MEMORY_BYTES, "", 2 * 1048576.0));
    }

    @Test
    void without_management_the_models_that_a_person_named_can_be_called() {
        managed = URI.create("http://127.0.0.1:1");
        ServerLook look = server().look(site());
        assertThat(look.models()).extracting(ServedModel::name).containsExactly("noop", "other");
        assertThat(look.facts().get("Management")).contains("127.0.0.1:1");
    }

    @Test
    void a_wrong_management_key_is_said_to_be_one() {
        management.on(
                "GET /models?limit=100",
                FakeServer.json(
                        400,
                        "{\"code\":400,\"type\":\"InvalidKeyException\",\"message\":\"Token Authorization failed\"}"));
        assertThat(problem(() -> server().look(site())))
                .isInstanceOfSatisfying(
                        Problem.Unauthenticated.class,
                        wrong -> assertThat(wrong.message()).contains("Management key"));
    }

    @Test
    void an_unhealthy_server_still_shows_its_models() {
        fake.on("GET /ping", FakeServer.json(500, "{\"status\":\"Unhealthy\"}"));
        assertThat(server().look(site()).facts()).containsEntry("Health", "Unhealthy");
        assertThat(server().recognise(site())).isPresent();
    }

    @Test
    void the_form_of_the_body_is_a_setting() {
        fake.on(query(), FakeServer.json(200, "[[0.5]]"));
        Tensor row =
                new RowTensors(List.of())
                        .tensors(new TabularInput.Inputs(Json.parse("[[1,2]]")))
                        .getFirst();
        InferenceRequest tensors =
                InferenceRequest.of(new Payload.Tensors(List.of(row), List.of(), Json.object()));
        for (Map.Entry<String, String> form :
                Map.of(
                                "instances", "{\"instances\":[[1.0,2.0]]}",
                                "inputs", "{\"inputs\":[[1.0,2.0]]}",
                                "array", "[[1.0,2.0]]")
                        .entrySet()) {
            body = form.getKey();
            InferenceResult result = call(site(), tensors, ChunkListener.none());
            assertThat(fake.last(query()).body()).isEqualTo(form.getValue());
            Tensor y = ((InferenceResult.Tensors) result).outputs().getFirst();
            assertThat(y.shape()).containsExactly(1L, 1L);
            assertThat(((Data.Fixed) y.data()).bytes().getFloat(0)).isEqualTo(0.5f);
        }
        body = "open inference";
        call(site(), tensors, ChunkListener.none());
        assertThat(fake.last(query()).body()).contains("\"datatype\":\"FP32\"");
        fake.on(query(), FakeServer.json(200, "{\"class\":\"cat\"}"));
        assertThat(problem(() -> call(site(), tensors, ChunkListener.none())))
                .isInstanceOfSatisfying(
                        Problem.Upstream.class,
                        none -> assertThat(none.message()).contains("no tensor"));
    }

    @Test
    void a_prompt_goes_as_text_and_its_answer_comes_piece_by_piece() {
        CountDownLatch first = new CountDownLatch(1);
        fake.on(
                query(),
                FakeServer.stream(
                        "text/plain",
                        pieces -> {
                            pieces.write("Hel");
                            first.await();
                            pieces.write("lo \u2603");
                        }));
        StringBuilder heard = new StringBuilder();
        InferenceResult.Text text =
                (InferenceResult.Text)
                        call(
                                site(),
                                InferenceRequest.of(
                                        new Payload.Completion(
                                                List.of(new Payload.Prompt.Text("Say")),
                                                1,
                                                false,
                                                TextOptions.defaults().withTemperature(0.5))),
                                chunk -> {
                                    heard.append(chunk.text());
                                    first.countDown();
                                });
        assertThat(fake.last(query()).body()).isEqualTo("Say");
        assertThat(heard).hasToString("Hello \u2603");
        assertThat(text.choices().getFirst().text()).isEqualTo("Hello \u2603");
        assertThat(text.notes().ignored()).containsExactly("temperature");
    }

    @Test
    void registering_is_planned_with_the_parameters_of_the_specification() {
        Map<String, String> values =
                Map.of("url", "a b.mar", "initial_workers", "2", "synchronous", "true");
        Plan plan = action("register").plan(site(), "", values);
        assertThat(plan.calls())
                .containsExactly(
                        Plan.Call.of(
                                "POST",
                                managed
                                        + "/models?url=a%20b.mar&initial_workers=2&synchronous=true",
                                null));
        assertThat(problem(() -> action("register").plan(site(), "", Map.of())))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class,
                        missing -> assertThat(missing.field()).isEqualTo("url"));
    }

    @Test
    void scaling_shows_what_changes_and_reads_it_back() {
        ServerAction scale = action("scale");
        assertThat(scale.present(site(), "noop"))
                .isEqualTo(Map.of("min_worker", "1", "max_worker", "2"));
        Plan plan = scale.plan(site(), "noop", Map.of("min_worker", "3", "max_worker", "3"));
        assertThat(plan.changes())
                .extracting(Object::toString)
                .containsExactly(
                        "Change[path=maxWorkers, before=2, after=3]",
                        "Change[path=minWorkers, before=1, after=3]");
        assertThat(plan.calls().getFirst())
                .isEqualTo(
                        Plan.Call.of(
                                "PUT", managed + "/models/noop?min_worker=3&max_worker=3", null));
        assertThat(plan.readBack()).isEqualTo(managed + "/models/noop");
        assertThat(problem(() -> scale.plan(site(), "noop", Map.of("min_worker", "x"))))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void versions_are_made_default_and_unregistered() {
        assertThat(action("set-default").present(site(), "noop"))
                .isEqualTo(Map.of("version", "1.0"));
        Plan chosen = action("set-default").plan(site(), "noop", Map.of("version", "2.0"));
        assertThat(chosen.calls().getFirst().path())
                .isEqualTo(managed + "/models/noop/2.0/set-default");
        Plan gone = action("unregister").plan(site(), "noop", Map.of("version", "1.0"));
        assertThat(gone.calls().getFirst())
                .isEqualTo(Plan.Call.of("DELETE", managed + "/models/noop/1.0", null));
        assertThat(action("unregister").destructive()).isTrue();
    }

    @Test
    void actions_are_carried_out_at_the_management_with_its_key() {
        Site acting = server().acting(site());
        assertThat(acting.root()).isEqualTo(managed);
        assertThat(acting.headers().get()).containsEntry("Authorization", "Bearer m");
    }

    private ServerAction action(String id) {
        return server().actions().stream()
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static final String NOOP =
            """
            [{"modelName":"noop","modelVersion":"1.0","modelUrl":"noop.mar","engine":"Torch",
              "runtime":"python","minWorkers":1,"maxWorkers":2,"batchSize":1,"maxBatchDelay":100,
              "workers":[
               {"id":"9000","startTime":"2018-10-02T13:44:53.034Z","status":"READY","gpu":false,
                "memoryUsage":89247744},
               {"id":"9001","startTime":"2018-10-02T13:44:53.034Z","status":"UNLOADING","gpu":false,
                "memoryUsage":0}],
              "jobQueueStatus":{"remainingCapacity":97,"pendingRequests":3}}]\
            """;

    private static final String METRICS =
            """
            # TYPE ts_inference_requests_total counter
            ts_inference_requests_total{model_name="noop",model_version="default",hostname="h"} 7.0
            ts_inference_latency_microseconds{model_name="noop",model_version="default",} 2500000.0
            ts_queue_latency_microseconds{model_name="noop",model_version="default",} 500000.0
            Requests4XX{Level="Host",Hostname="h",} 2.0
            Requests5XX{Level="Host",Hostname="h",} 1.0
            CPUUtilization{Level="Host",Hostname="h",} 25.0
            MemoryUsed{Level="Host",Hostname="h",} 2.0
            """;
}
