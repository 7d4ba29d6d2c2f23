package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.tensor.TinyTensorModels;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.QualityStore;
import dev.modeldeck.engine.registry.quality.QualityText;
import dev.modeldeck.engine.registry.quality.SchemeQuality;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Registered models, measured by real processes. */
@Timeout(120)
class QualityChecksTest {

    private static final ModelName NAME = ModelName.parse("main.default.m");
    private static final QualityText TEXT =
            new QualityText("Some words that are read. ".repeat(20));

    @TempDir private Path folder;

    private HomeFolder home;
    private Database database;
    private Registry registry;
    private long free = 8L << 30;

    @BeforeEach
    void open() {
        home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void schemes_are_measured_one_by_one_and_what_cannot_run_says_why() throws Exception {
        ModelVersion version = register(TinyModels.llama(folder.resolve("model"), 1));
        try (QualityChecks checks = checks("f32", "int4", "int8")) {
            checks.start(NAME, 1, TEXT);
            assertThat(checks.now().get()).isInstanceOf(QualityRun.Running.class);
            assertThat(checks.by(NAME, 1)).contains("the quality check that runs");
            assertThatThrownBy(() -> checks.start(NAME, 1, TEXT))
                    .hasMessageContaining("Another quality check runs");
            await(checks, QualityRun.Idle.class::isInstance);
            assertThat(checks.by(NAME, 1)).isEmpty();

            QualityReport report = checks.of(NAME, 1).getFirst();
            assertThat(report.textSha256()).isEqualTo(TEXT.sha256());
            assertThat(report.tokens()).isEqualTo(report.textTokens()).isGreaterThan(400);
            assertThat(report.schemes())
                    .extracting(SchemeQuality::scheme)
                    .containsExactly("f32", "int8", "int4");
            assertThat(report.measured("f32").orElseThrow())
                    .satisfies(exact -> {
                        assertThat(exact.perplexity()).isGreaterThan(1);
                        assertThat(exact.divergence()).isZero();
                        assertThat(exact.memoryBytes()).isBetween(1L << 16, 1L << 28);
                    });
            assertThat(report.measured("int8").orElseThrow().divergence()).isBetween(1e-9, 0.5);
            assertThat(report.schemes().getLast())
                    .isInstanceOfSatisfying(
                            SchemeQuality.Refused.class,
                            refused -> assertThat(refused.why()).contains("Choose int8"));
        }
        assertThat(home.workers().resolve(".quality"))
                .isDirectoryNotContaining("glob:**.logits")
                .isDirectoryContaining("glob:**worker.log");
        registry.deleteVersion(NAME, version.number(), "me");
        assertThat(new QualityStore(database).of(NAME, 1)).isEmpty();
    }

    @Test
    void a_cancelled_check_leaves_no_process_behind() throws Exception {
        register(TinyModels.llama(folder.resolve("model"), 1));
        try (QualityChecks checks = checks("f32", "int8")) {
            checks.start(NAME, 1, TEXT);
            await(checks, QualityChecksTest::measures);
            assertThat(children()).hasSize(1);
            checks.cancel();
            await(checks, QualityRun.Idle.class::isInstance);
            assertThat(children()).isEmpty();
            assertThat(checks.of(NAME, 1)).isEmpty();
        }
    }

    @Test
    void a_worker_that_is_killed_is_told_and_another_check_can_begin() throws Exception {
        register(TinyModels.llama(folder.resolve("model"), 1));
        try (QualityChecks checks = checks("f32")) {
            checks.start(NAME, 1, TEXT);
            await(checks, QualityChecksTest::measures);
            children().forEach(ProcessHandle::destroyForcibly);
            QualityRun.Failed failed =
                    (QualityRun.Failed) await(checks, QualityRun.Failed.class::isInstance);
            assertThat(failed.scheme()).isEqualTo("f32");
            assertThat(failed.problem().message()).contains("was killed").contains("worker.log");
            checks.start(NAME, 1, TEXT);
            checks.cancel();
        }
    }

    @Test
    void what_cannot_begin_says_why() throws Exception {
        ModelVersion version = register(TinyModels.llama(folder.resolve("model"), 1));
        ModelName tensors = ModelName.parse("main.default.rows");
        register(tensors, TinyTensorModels.linear(folder));
        try (QualityChecks checks = checks("f32")) {
            assertThatThrownBy(() -> checks.start(tensors, 1, TEXT))
                    .hasMessageContaining("Only language models can be measured");
            assertThatThrownBy(() -> checks.start(NAME, 7, TEXT))
                    .isInstanceOf(EngineException.class);
            free = 1L << 20;
            checks.start(NAME, 1, TEXT);
            QualityRun.Failed little =
                    (QualityRun.Failed) await(checks, QualityRun.Failed.class::isInstance);
            assertThat(little.problem().message()).contains("float32", "0.3 GB", "0.0 GB are free");
            free = 8L << 30;
            Files.write(
                    version.location().resolve("model.safetensors"),
                    new byte[] {1},
                    StandardOpenOption.APPEND);
            checks.start(NAME, 1, TEXT);
            QualityRun.Failed changed =
                    (QualityRun.Failed)
                            await(
                                    checks,
                                    run ->
                                            run instanceof QualityRun.Failed failed
                                                    && !failed.equals(little));
            assertThat(changed.problem()).isInstanceOf(Problem.Damaged.class);
        }
    }

    private QualityChecks checks(String... schemes) {
        return new QualityChecks(
                registry, new QualityStore(database), home, () -> free, List.of(schemes));
    }

    private ModelVersion register(Path source) {
        return register(NAME, source);
    }

    private ModelVersion register(ModelName name, Path source) {
        return registry.register(
                new NewVersion(
                        name,
                        source.toString(),
                        ModelVersion.Storage.REFERENCED,
                        "",
                        Map.of(),
                        "test"),
                Progress.none());
    }

    private static boolean measures(QualityRun run) {
        return run instanceof QualityRun.Running running && !running.scheme().isEmpty();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("WorkerMain"))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static QualityRun await(QualityChecks checks, Predicate<QualityRun> wanted)
            throws Exception {
        CompletableFuture<QualityRun> found = new CompletableFuture<>();
        try (var _ =
                checks.now()
                        .subscribe(run -> {
                            if (wanted.test(run)) {
                                found.complete(run);
                            }
                        })) {
            return found.get(60, TimeUnit.SECONDS);
        }
    }
}
