package dev.modeldeck.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.tensor.TinyTensorModels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Real child processes; each takes seconds to start, so tests share what they do not break. */
@Timeout(120)
class WorkerProcessTest {

    private static final String ROW =
            """
            {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]}\
            """;

    @TempDir static Path folder;

    private static WorkerProcess worker;

    @BeforeAll
    static void start_a_worker() throws Exception {
        WorkerSpec spec = spec(TinyTensorModels.linear(folder));
        worker = WorkerProcess.start(spec, terms(0, folder.resolve("linear")));
    }

    @AfterAll
    static void stop_the_worker() throws Exception {
        WorkerState.Ready ready = Awaiting.state(worker, WorkerState.Ready.class);
        worker.close();
        assertThat(worker.state().get()).isEqualTo(new WorkerState.Stopped());
        assertThat(ProcessHandle.of(ready.pid())).isEmpty();
    }

    @Test
    void a_torchscript_file_answers_the_open_inference_protocol() throws Exception {
        WorkerCalls calls = WorkerCalls.to(Awaiting.state(worker, WorkerState.Ready.class));
        var answer = calls.post("/v2/models/linear/infer", ROW);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"model_name\":\"linear\"", "\"output0\"", "\"shape\":[1,2]", "17")
                .contains("26");
        var narrow = calls.post("/v2/models/linear/infer", ROW.replace("[1, 3]", "[3, 1]"));
        assertThat(narrow.statusCode()).isEqualTo(400);
        assertThat(narrow.body()).contains("{\"error\":\"", "shapes cannot be multiplied");
        assertThat(calls.get("/v2/models/linear/ready").body()).contains("\"ready\":true");
        assertThat(calls.get("/v2/models/other/ready").statusCode()).isEqualTo(404);
    }

    @Test
    void only_who_knows_the_secret_is_answered() throws Exception {
        WorkerState.Ready ready = Awaiting.state(worker, WorkerState.Ready.class);
        var stranger = new WorkerCalls(HttpClient.newHttpClient(), ready.base(), "guess");
        assertThat(stranger.get("/v2/models/linear").statusCode()).isEqualTo(401);
        assertThat(stranger.get("/health").statusCode()).isEqualTo(200);
        assertThat(ProcessHandle.of(ready.pid()).orElseThrow().info().commandLine().orElse(""))
                .doesNotContain(ready.secret());
        assertThat(Files.readString(folder.resolve("linear/worker.args")))
                .doesNotContain(ready.secret());
    }

    @Test
    void a_killed_worker_comes_back_under_a_new_process_id() throws Exception {
        WorkerState.Ready before = Awaiting.state(worker, WorkerState.Ready.class);
        List<WorkerState> seen = new CopyOnWriteArrayList<>();
        try (var _ = worker.state().subscribe(seen::add)) {
            ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
            Awaiting.value(
                    worker.state(),
                    now -> now instanceof WorkerState.Ready ready && ready.pid() != before.pid());
        }
        assertThat(seen).hasSize(3);
        assertThat(seen.get(1))
                .isInstanceOfSatisfying(
                        WorkerState.Recovering.class,
                        state -> {
                            assertThat(state.restarts()).isPositive();
                            assertThat(state.problem().message()).contains("worker");
                        });
        WorkerState.Ready after = (WorkerState.Ready) seen.get(2);
        assertThat(WorkerCalls.to(after).post("/v2/models/linear/infer", ROW).statusCode())
                .isEqualTo(200);
        assertThat(new ArrayList<>(worker.log().get()))
                .anyMatch(line -> line.contains("Worker ended"));
    }

    @Test
    void a_worker_whose_parent_is_gone_ends_at_once() throws Exception {
        WorkerSpec spec = spec(TinyTensorModels.linear(folder));
        Process process = new WorkerCommand(folder.resolve("orphan"), 1, true, Map.of()).start();
        try (var lines = process.inputReader()) {
            process.outputWriter().append(spec.json()).append("\n").flush();
            while (!lines.readLine().contains("\"ready\"")) {
                assertThat(process.isAlive()).isTrue();
            }
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_broken_model_is_given_up_with_the_reason() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pt"), "not a model");
        try (var failing = WorkerProcess.start(spec(broken), terms(0, folder.resolve("broken")))) {
            Problem problem = Awaiting.state(failing, WorkerState.Failed.class).problem();
            assertThat(problem).isInstanceOf(Problem.Damaged.class);
            assertThat(problem.message()).contains("broken.pt is no TorchScript file");
        }
    }

    @Test
    void a_worker_over_its_memory_limit_is_ended_with_a_sentence() throws Exception {
        Path file = TinyTensorModels.hungry(folder);
        try (var hungry =
                WorkerProcess.start(spec(file), terms(900_000_000, folder.resolve("hungry")))) {
            WorkerCalls calls = WorkerCalls.to(Awaiting.state(hungry, WorkerState.Ready.class));
            calls.client()
                    .sendAsync(
                            calls.posting(
                                    "/v2/models/hungry/infer",
                                    """
                                    {"inputs": [{"name": "x", "datatype": "INT64", "shape": [],
                                                 "data": [1000000000]}]}
                                    """),
                            java.net.http.HttpResponse.BodyHandlers.discarding());
            assertThat(Awaiting.state(hungry, WorkerState.Recovering.class).problem().message())
                    .contains("more than its limit of 900 MB", "Raise the limit");
        }
    }

    @Test
    void a_worker_is_not_started_again_for_files_that_have_changed() throws Exception {
        Problem changed = new Problem.Damaged("The file linear.pt has changed.", "linear.pt");
        try (var worker =
                WorkerProcess.start(
                        spec(TinyTensorModels.linear(folder)),
                        new WorkerProcess.Terms(
                                Map.of(),
                                0,
                                folder.resolve("changed"),
                                () -> {
                                    throw new EngineException(changed);
                                }))) {
            WorkerState.Ready ready = Awaiting.state(worker, WorkerState.Ready.class);
            ProcessHandle.of(ready.pid()).orElseThrow().destroyForcibly();
            assertThat(Awaiting.state(worker, WorkerState.Failed.class).problem())
                    .isEqualTo(changed);
        }
    }

    @Test
    void a_worker_that_hangs_after_a_time_out_is_ended_and_comes_back() throws Exception {
        Path file = TinyTensorModels.hanging(folder);
        try (var hanging = WorkerProcess.start(spec(file), terms(0, folder.resolve("hang")))) {
            WorkerState.Ready before = Awaiting.state(hanging, WorkerState.Ready.class);
            WorkerCalls calls = WorkerCalls.to(before);
            var answer =
                    calls.client()
                            .sendAsync(
                                    calls.posting("/v2/models/hanging/infer", one(Long.MAX_VALUE)),
                                    java.net.http.HttpResponse.BodyHandlers.discarding());
            hanging.overdue(Duration.ofMinutes(5), Duration.ofMillis(1)); // none runs for so long
            assertThat(calls.post("/v2/models/hanging/infer", one(3)).body()).contains("[3");
            assertThat(hanging.state().get()).isEqualTo(before);
            // Said again until the request has come in.
            CompletableFuture<WorkerState> ended = new CompletableFuture<>();
            try (var _ =
                    hanging.state()
                            .subscribe(now -> {
                                if (now instanceof WorkerState.Recovering) {
                                    ended.complete(now);
                                }
                            })) {
                while (!ended.isDone()) {
                    hanging.overdue(Duration.ofMillis(1), Duration.ofMillis(100));
                    ended.copy().completeOnTimeout(before, 300, TimeUnit.MILLISECONDS).get();
                }
            }
            assertThat(((WorkerState.Recovering) ended.join()).problem().message())
                    .contains("did not come to rest after a call had passed its time limit");
            WorkerState.Ready after = Awaiting.state(hanging, WorkerState.Ready.class);
            assertThat(WorkerCalls.to(after).post("/v2/models/hanging/infer", one(1)).statusCode())
                    .isEqualTo(200);
            assertThat(answer).isCompletedExceptionally();
        }
    }

    private static WorkerProcess.Terms terms(long memoryLimitBytes, Path folder) {
        return new WorkerProcess.Terms(Map.of(), memoryLimitBytes, folder, () -> {});
    }

    private static String one(long value) {
        return """
        {"inputs": [{"name": "x", "datatype": "INT64", "shape": [1], "data": [%d]}]}
        """
                .formatted(value);
    }

    private static WorkerSpec spec(Path file) {
        var model =
                new LocalModelSpec(
                        file,
                        LocalModelSpec.Kind.TENSOR,
                        "cpu",
                        "auto",
                        0,
                        2,
                        1,
                        null,
                        List.of(),
                        List.of());
        String name = file.getFileName().toString().replace(".pt", "");
        return WorkerSpec.of(model, name.toLowerCase(java.util.Locale.ROOT));
    }
}
