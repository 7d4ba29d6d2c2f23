package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.NoSecrets;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.remote.FakeServer;
import dev.modeldeck.engine.remote.mlflow.FakeTracking;
import dev.modeldeck.engine.remote.mlflow.TrackingServer;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Versions of a tracking server that become versions of our registry. */
class RemoteImportsTest {

    private static final int LARGE = 1_000_000;
    private static final String PROXY = "GET /api/2.0/mlflow-artifacts/artifacts";

    private final FakeTracking tracking = new FakeTracking();
    private final byte[] weights = new byte[LARGE];

    @TempDir private Path folder;
    private Database database;
    private Registry registry;
    private Connections connections;
    private RemoteImports imports;
    private String connection;

    @BeforeEach
    void start() {
        new Random(5).nextBytes(weights);
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, List.of(new Words()));
        connections =
                Connections.open(
                        database,
                        List.of(new TrackingServer()),
                        new NoSecrets(),
                        Clock.systemUTC());
        Access once = Access.open().withPatience(new Access.Patience(5, 0, 1));
        connection =
                connections
                        .save(
                                Connection.to("tracking", tracking.address(), once)
                                        .withServer("mlflow"))
                        .id();
        open();
    }

    private void open() {
        imports =
                RemoteImports.open(
                        new HomeFolder(folder.resolve("home")), connections, registry, "me");
    }

    @AfterEach
    void stop() {
        imports.close();
        connections.close();
        database.close();
        tracking.close();
    }

    @Test
    void a_version_is_fetched_checked_and_registered_with_where_it_came_from() throws Exception {
        serve("mlflow-artifacts:");
        NewImport asked = proposed().withAliases(List.of("champion"));
        assertThat(asked.as()).hasToString("main.default.churn");
        String id = imports.start(asked);
        assertThat(ended(id)).isEqualTo(new State.Done(1));

        ModelVersion version = registry.version(ModelName.parse("churn"), "champion");
        assertThat(version.description()).isEqualTo("made for a test");
        assertThat(version.source()).isEqualTo("models:/churn/1 at " + tracking.address());
        assertThat(version.tags())
                .containsEntry("team", "search")
                .containsEntry("mlflow.run_id", "run1");
        assertThat(version.storage()).isEqualTo(ModelVersion.Storage.COPIED);
        assertThat(version.files())
                .extracting(ModelVersion.ModelFile::path)
                .containsExactlyInAnyOrder("MLmodel", "data/model weights.bin", "empty.txt");
        assertThat(version.location().resolve("data/model weights.bin")).hasBinaryContent(weights);
        assertThat(left()).isEmpty();
        imports.discard(id);
        assertThat(imports.all().get()).isEmpty();
    }

    @Test
    void one_that_was_cut_goes_on_where_the_server_can() throws Exception {
        serve("s3://bucket");
        tracking.cutAt(LARGE / 4);
        String id = imports.start(proposed());
        State.Stopped cut = (State.Stopped) ended(id);
        assertThat(cut.why()).isInstanceOf(Problem.Unavailable.class);
        assertThat(cut.doneBytes()).isBetween(LARGE / 8L, LARGE / 2L);
        assertThat(cut.allBytes()).isEqualTo(LARGE + 4);
        assertThat(registry.models().get()).isEmpty();

        tracking.cutAt(Integer.MAX_VALUE);
        imports.resume(id);
        assertThat(ended(id)).isEqualTo(new State.Done(1));
        assertThat(ranges()).anyMatch(range -> range.startsWith("bytes="));
        ModelVersion version = registry.version(ModelName.parse("churn"), 1);
        assertThat(version.location().resolve("data/model weights.bin")).hasBinaryContent(weights);
    }

    @Test
    void one_that_was_cut_begins_the_file_anew_where_the_server_cannot() throws Exception {
        serve("mlflow-artifacts:");
        tracking.cutAt(LARGE / 4);
        String id = imports.start(proposed());
        assertThat(ended(id)).isInstanceOf(State.Stopped.class);
        tracking.cutAt(Integer.MAX_VALUE);
        imports.resume(id);
        assertThat(ended(id)).isEqualTo(new State.Done(1));
        ModelVersion version = registry.version(ModelName.parse("churn"), 1);
        assertThat(version.location().resolve("data/model weights.bin")).hasBinaryContent(weights);
    }

    @Test
    void after_the_program_was_killed_whole_files_are_not_fetched_again() throws Exception {
        serve("s3://bucket");
        tracking.cutAt(LARGE / 4);
        ended(imports.start(proposed()));
        assertThat(fetched("MLmodel")).isEqualTo(1);

        open(); // the old ones are forgotten as they were
        RemoteImport found = imports.all().get().getFirst();
        assertThat(found.asked()).isEqualTo(proposed());
        assertThat(((State.Stopped) found.state()).why()).isNull();
        tracking.cutAt(Integer.MAX_VALUE);
        imports.resume(found.id());
        assertThat(ended(found.id())).isEqualTo(new State.Done(1));
        assertThat(fetched("MLmodel")).isEqualTo(1);
        assertThat(left()).isEmpty();
    }

    @Test
    void a_person_can_stop_one_and_throw_it_away() throws Exception {
        serve("mlflow-artifacts:");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        tracking.server.on(
                PROXY + "/0/run1/artifacts/model/data/model%20weights.bin",
                (exchange, _) -> {
                    exchange.sendResponseHeaders(200, LARGE);
                    exchange.getResponseBody().write(weights, 0, 5000);
                    exchange.getResponseBody().flush();
                    asked.countDown();
                    await(end);
                });
        String id = imports.start(proposed());
        asked.await();
        assertThatThrownBy(() -> imports.start(proposed()))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Conflict.class));
        imports.stop(id);
        State.Stopped stopped = (State.Stopped) ended(id);
        assertThat(stopped.why()).isNull();
        end.countDown();
        imports.discard(id);
        assertThat(left()).isEmpty();
        assertThat(registry.models().get()).isEmpty();
    }

    @Test
    void a_file_of_another_size_than_was_listed_is_not_taken() throws Exception {
        serve("mlflow-artifacts:");
        tracking.server.on(
                PROXY + "/0/run1/artifacts/model/MLmodel",
                FakeServer.text(200, "longer than that"));
        State.Stopped stopped = (State.Stopped) ended(imports.start(proposed()));
        assertThat(String.valueOf(stopped.why())).contains("MLmodel", "16", "lists 4");
        assertThat(registry.models().get()).isEmpty();
    }

    @Test
    void a_file_that_does_not_end_is_cut_at_the_size_that_was_listed() throws Exception {
        serve("mlflow-artifacts:");
        tracking.server.on(
                PROXY + "/0/run1/artifacts/model/MLmodel",
                FakeServer.stream(
                        "application/octet-stream",
                        pieces -> {
                            while (true) {
                                pieces.write("for ever and ever ");
                            }
                        }));
        State.Stopped stopped = (State.Stopped) ended(imports.start(proposed()));
        assertThat(String.valueOf(stopped.why())).contains("MLmodel", "lists 4");
    }

    @Test
    void a_name_that_leads_out_of_the_folder_is_refused() throws Exception {
        for (String name : List.of("../outside", "/etc/passwd", "a/../../b", "..\\\\up")) {
            serve("mlflow-artifacts:");
            tracking.server.on(
                    PROXY, "{\"files\": [{\"path\": \"%s\", \"file_size\": 4}]}".formatted(name));
            String id = imports.start(proposed());
            State.Stopped stopped = (State.Stopped) ended(id);
            assertThat(String.valueOf(stopped.why())).contains("outside of the model");
            imports.discard(id);
        }
    }

    @Test
    void what_cannot_be_run_here_is_fetched_and_refused_in_words() throws Exception {
        tracking.version("churn", "1", "mlflow-artifacts:", Map.of("model.pkl", bytes("pickle")));
        String id = imports.start(proposed());
        State.Stopped stopped = (State.Stopped) ended(id);
        assertThat(stopped.why()).isNotNull();
        assertThat(stopped.doneBytes()).isEqualTo(6);
        assertThat(registry.models().get()).isEmpty();
        assertThat(left()).isNotEmpty();
    }

    @Test
    void what_changes_on_the_disk_after_it_came_is_not_kept() throws Exception {
        tracking.version(
                "churn", "1", "mlflow-artifacts:", Map.of("MLmodel", bytes("tamper with me")));
        String id = imports.start(proposed());
        State.Stopped stopped = (State.Stopped) ended(id);
        assertThat(stopped.why()).isInstanceOf(Problem.Damaged.class);
        assertThat(registry.get(ModelName.parse("churn")).versions()).isEmpty();
        imports.resume(id);
        assertThat(ended(id)).isInstanceOf(State.Stopped.class);
        assertThat(fetched("MLmodel")).isEqualTo(2);
    }

    @Test
    void a_name_that_is_none_here_becomes_one_and_a_wrong_alias_is_refused_at_once() {
        tracking.version("who leaves? (EU)", "3", "mlflow-artifacts:", Map.of());
        RemoteRegistry.Version version =
                connections.registry(connection).orElseThrow().version("who leaves? (EU)", "3");
        NewImport asked = NewImport.of(connection, "here", version);
        assertThat(asked.as()).hasToString("main.default.who leaves_ _EU_");
        assertThatThrownBy(() -> imports.start(asked.withAliases(List.of("latest"))))
                .hasMessageContaining("latest");
        assertThat(imports.all().get()).isEmpty();
    }

    private void serve(String scheme) {
        tracking.version(
                "churn",
                "1",
                scheme,
                Map.of(
                        "MLmodel",
                        bytes("good"),
                        "data/model weights.bin",
                        weights,
                        "empty.txt",
                        new byte[0]));
    }

    private NewImport proposed() {
        RemoteRegistry.Version version =
                connections.registry(connection).orElseThrow().version("churn", "1");
        return NewImport.of(connection, tracking.address().toString(), version);
    }

    /** The state in which it ends, well or not. */
    private State ended(String id) throws Exception {
        CompletableFuture<State> ended = new CompletableFuture<>();
        Predicate<RemoteImport> mine = one -> one.id().equals(id) && !one.running();
        var watch =
                imports.all()
                        .subscribe(all ->
                                all.stream()
                                        .filter(mine)
                                        .findFirst()
                                        .ifPresent(one -> ended.complete(one.state())));
        State state = ended.get(30, TimeUnit.SECONDS);
        watch.close();
        return state;
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("home/imports"))) {
            return entries.toList();
        }
    }

    private long fetched(String name) {
        return tracking.server.asked().stream()
                .filter(asked ->
                        asked.line().endsWith("=" + name) || asked.line().endsWith("/" + name))
                .count();
    }

    private List<String> ranges() {
        return tracking.server.asked().stream().map(asked -> asked.header("Range")).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Whatever has an MLmodel; one that says so is changed while it is looked at. */
    private static final class Words implements ModelFormat {
        @Override
        public String id() {
            return "words";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            Path file = source.resolve("MLmodel");
            try {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                if (Files.readString(file).startsWith("tamper")) {
                    Files.writeString(file, "tampered with");
                }
                return Optional.of(
                        new Inspection(
                                "words",
                                "Words",
                                Inspection.Task.CHAT,
                                "",
                                0,
                                "",
                                0,
                                null,
                                null,
                                null,
                                "",
                                null,
                                null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
