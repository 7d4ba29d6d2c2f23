package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.metrics.Metric;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.requestlog.CallFilter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The whole engine, put together. */
class EngineTest {

    @TempDir private Path home;

    @Test
    void one_engine_at_a_time_uses_a_home() {
        try (Engine engine = start()) {
            assertThat(engine.gateway().get()).isInstanceOf(GatewayStatus.Listening.class);
            assertThatThrownBy(this::start)
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> {
                                assertThat(e.problem()).isInstanceOf(Problem.Conflict.class);
                                assertThat(e.problem().message())
                                        .contains("process " + ProcessHandle.current().pid())
                                        .contains("--home");
                            });
        }
        try (Engine again = start()) {
            assertThat(again.gateway().get()).isInstanceOf(GatewayStatus.Listening.class);
        }
    }

    @Test
    void a_home_that_cannot_be_made_says_so() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        assertThatThrownBy(() -> Engine.start(new EngineOptions(file.resolve("x"), 0, false, "me")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Choose another one with --home");
    }

    @Test
    void a_taken_port_is_told_and_the_engine_runs_all_the_same() throws IOException {
        try (ServerSocket taken =
                        new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                Engine engine =
                        Engine.start(new EngineOptions(home, taken.getLocalPort(), false, "me"))) {
            assertThat(engine.gateway().get())
                    .isInstanceOfSatisfying(
                            GatewayStatus.Down.class,
                            down -> assertThat(down.why()).contains("cannot listen"));
            EngineSettings now = engine.settings().get();
            engine.apply(
                    new EngineSettings(
                            now.bindAddress(), now.port(), "", false, 7, 60, now.repository()));
            assertThat(engine.settings().get().logDays()).isEqualTo(7);
            assertThat(engine.sampleGateway())
                    .isEqualTo(
                            new SampleGateway(
                                    URI.create("http://127.0.0.1:" + taken.getLocalPort()), false));
        }
    }

    @Test
    void settings_are_kept_and_the_gateway_moves() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Engine engine = start()) {
            engine.apply(
                    new EngineSettings(
                            "127.0.0.1",
                            free,
                            "token",
                            true,
                            30,
                            297,
                            EngineSettings.DEFAULT_REPOSITORY));
            assertThat(engine.gateway().get())
                    .isEqualTo(new GatewayStatus.Listening(URI.create("http://127.0.0.1:" + free)));
            assertThat(engine.sampleGateway())
                    .isEqualTo(new SampleGateway(URI.create("http://127.0.0.1:" + free), true));
            assertThatThrownBy(() ->
                            engine.apply(
                                    new EngineSettings(
                                            "0.0.0.0",
                                            free,
                                            "",
                                            true,
                                            30,
                                            297,
                                            EngineSettings.DEFAULT_REPOSITORY)))
                    .hasMessageContaining("token");
        }
        try (Engine engine = start()) {
            assertThat(engine.settings().get().accessToken()).isEqualTo("token");
        }
    }

    @Test
    void settings_that_cannot_be_kept_leave_the_gateway_where_it_was() throws Exception {
        try (Engine engine = start()) {
            try (Connection sql =
                            DriverManager.getConnection("jdbc:sqlite:" + engine.home().database());
                    Statement statement = sql.createStatement()) {
                statement.execute("ALTER TABLE setting RENAME TO elsewhere");
            }
            EngineSettings now = engine.settings().get();
            assertThatThrownBy(() ->
                            engine.apply(
                                    new EngineSettings(
                                            "127.0.0.1",
                                            now.port(),
                                            "token",
                                            true,
                                            30,
                                            297,
                                            now.repository())))
                    .isInstanceOf(EngineException.class);
            assertThat(engine.settings().get()).isEqualTo(now);
            assertThat(engine.gateway().get()).isInstanceOf(GatewayStatus.Listening.class);
            assertThat(get(engine, "/v1/models")).contains("data");
        }
    }

    @Test
    void folders_of_workers_go_with_their_endpoint() throws IOException {
        Path gone = Files.createDirectories(home.resolve("workers/gone/gone-1"));
        Files.writeString(gone.resolve("worker.log"), "ended");
        try (Engine engine = start()) {
            assertThat(engine.home().workers()).isEmptyDirectory();
        }
    }

    @Test
    void this_machine_is_described() {
        try (Engine engine = start()) {
            Machine machine = engine.machine();
            assertThat(machine.cores()).isPositive();
            assertThat(machine.availableBytes()).isBetween(1L, machine.memoryBytes());
            assertThat(machine.diskFreeBytes()).isPositive();
            assertThat(machine.computes().getFirst().id()).isEqualTo("cpu");
        }
    }

    @Test
    void a_registered_classifier_answers_is_logged_and_measured() throws Exception {
        try (Engine engine = Engine.start(new EngineOptions(home, 0, true, "me"))) {
            RegisteredModel model = tabular(engine);
            ModelVersion version = model.latest().orElseThrow();
            EndpointName name = new EndpointName("rows");
            ServedEntity entity =
                    new ServedEntity(
                            "rows-1",
                            model.name(),
                            version.number(),
                            ServedEntity.Compute.cpu(),
                            "",
                            false,
                            Map.of());
            engine.endpoints()
                    .create(new NewEndpoint(name, "", Map.of(), List.of(entity), List.of(), "me"));
            await(() -> !engine.endpoints().get(name).state().updating());
            assertThat(engine.endpoints().get(name).trouble()).isNull();
            assertThat(engine.endpoints().get(name).state()).isEqualTo(EndpointState.READY);
            String example = version.inspection().inputExample();
            assertThat(example).isNotNull();
            DialectCalls.Outcome outcome =
                    engine.calls()
                            .call(
                                    new DialectCalls.Call(
                                            "playground", "databricks", "me", "rows", example),
                                    DialectCalls.Stream.none());
            assertThat(outcome.body()).contains("\"predictions\"");
            assertThat(outcome.status()).isEqualTo(200);
            assertThat(outcome.servedEntity()).isEqualTo("rows-1");
            await(() -> engine.requestLog().count(CallFilter.all()) == 1);
            assertThat(engine.requestLog().bodies(1).answer()).contains("predictions");
            await(() ->
                    engine.metrics()
                                    .series(
                                            Metric.MEMORY,
                                            "rows",
                                            "rows-1",
                                            Duration.ofMinutes(5),
                                            1)
                                    .last()
                            > 10);
            assertThat(get(engine, "/metrics")).contains("modeldeck_requests_total");
            assertThatThrownBy(() -> engine.registry().delete(model.name(), "me"))
                    .hasMessageContaining("the endpoint \"rows\"");
            long pid = engine.endpoints().get(name).entities().getFirst().pid();
            assertThat(ProcessHandle.of(pid)).isPresent();
            engine.close();
            await(() -> ProcessHandle.of(pid).isEmpty());
        }
    }

    private static RegisteredModel tabular(Engine engine) {
        return engine.registry().models().get().stream()
                .filter(m ->
                        m.latest().filter(v -> v.inspection().inputExample() != null).isPresent())
                .filter(m -> m.latest().orElseThrow().inspection().signature() != null)
                .findFirst()
                .orElseThrow();
    }

    private static String get(Engine engine, String path) throws Exception {
        GatewayStatus.Listening status = (GatewayStatus.Listening) engine.gateway().get();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(status.address().resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private Engine start() {
        return Engine.start(new EngineOptions(home, 0, false, "me"));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
