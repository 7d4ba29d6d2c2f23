package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.inference.speed.Measure;
import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.inference.speed.SpeedReport;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real process each; the model is tiny, so most of its time is that of its start. */
@Timeout(120)
class BenchmarkTest {

    @TempDir private Path folder;

    @Test
    void each_type_is_measured_and_one_that_cannot_run_says_why() throws Exception {
        Path model = TinyModels.llama(folder.resolve("model"), 1, 4096);
        List<String> said = new CopyOnWriteArrayList<>();
        SpeedReport report =
                Benchmark.of(options(), model)
                        .run(
                                new Benchmark.Plan(List.of("f32", "int3"), "cpu", 1, 0, true),
                                (_, what) -> said.add(what));
        assertThat(report.model()).isEqualTo(model.toString());
        assertThat(report.threads()).isEqualTo(1);
        assertThat(report.speeds()).extracting(ModelSpeed::dtype).containsExactly("f32", "int3");
        ModelSpeed f32 = report.speeds().getFirst();
        assertThat(f32.kept()).isEqualTo("f32");
        assertThat(f32.trouble()).isEmpty();
        assertThat(f32.figures())
                .doesNotContainKeys(Measure.WORKER_1, Measure.GATEWAY_1)
                .containsKeys(
                        Measure.READY,
                        Measure.PRIVATE_MEMORY,
                        Measure.FLOOR,
                        Measure.PREFILL_2048,
                        Measure.DECODE_2048,
                        Measure.BATCH_1,
                        Measure.BATCH_32,
                        Measure.FIRST_TOKEN_WARM,
                        Measure.SECOND_TURN,
                        Measure.QUOTING_ANSWER,
                        Measure.BUSY_NEIGHBOUR)
                .allSatisfy((_, figure) -> assertThat(figure).isPositive());
        ModelSpeed int3 = report.speeds().getLast();
        assertThat(int3.trouble()).startsWith("There is no data type \"int3\". Choose auto");
        assertThat(int3.figures()).isEmpty();
        assertThat(said).contains("f32: Many answers at a time");
    }

    @Test
    void a_short_run_measures_as_far_as_the_context_goes() throws Exception {
        Path model = TinyModels.llama(folder.resolve("model"), 1, 600);
        Benchmark.Plan plan = new Benchmark.Plan(List.of("f32"), "cpu", 1, 0, false);
        ModelSpeed speed =
                Benchmark.of(options(), model).run(plan, Progress.none()).speeds().getFirst();
        assertThat(speed.figures())
                .containsKeys(Measure.PREFILL_128, Measure.PREFILL_512, Measure.BATCH_16)
                .doesNotContainKeys(
                        Measure.PREFILL_2048,
                        Measure.DECODE_2048,
                        Measure.FIRST_TOKEN_COLD,
                        Measure.BATCH_32,
                        Measure.QUOTING_ANSWER);
    }

    @Test
    void registered_versions_are_found_by_number_and_by_alias() throws Exception {
        EngineOptions options = options();
        Path first = TinyModels.llama(folder.resolve("one"), 1, 256);
        Path second = TinyModels.llama(folder.resolve("two"), 1, 512);
        try (Engine engine = Engine.start(options)) {
            register(engine, first);
            register(engine, second);
            engine.registry().alias(ModelName.parse("tiny"), "champion", 1, "me");
            assertThatThrownBy(() -> Benchmark.of(options, "tiny"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("is using the folder");
        }
        assertThat(RegisteredText.find(options, "tiny").entry()).isEqualTo(second);
        assertThat(RegisteredText.find(options, "tiny/1").entry()).isEqualTo(first);
        assertThat(RegisteredText.find(options, "main.default.tiny@champion"))
                .isEqualTo(new RegisteredText("main.default.tiny version 1", first));
        for (String wrong : List.of("tiny/3", "tiny@other", "nobody", "tiny/two")) {
            assertThatThrownBy(() -> Benchmark.of(options, wrong))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isInstanceOfAny(
                                                    Problem.NotFound.class, Problem.Invalid.class));
        }
    }

    @Test
    void models_of_tables_are_refused() {
        EngineOptions options = new EngineOptions(folder.resolve("home"), 0, true, "me");
        assertThatThrownBy(() -> Benchmark.of(options, "main.starter.latency-classifier"))
                .hasMessageContaining("only language models");
        assertThatThrownBy(() -> Benchmark.of(options, folder.resolve("nothing")))
                .hasMessageContaining("There is no file or folder");
    }

    @Test
    void a_card_without_libraries_says_so_and_no_process_is_started() throws Exception {
        Path model = TinyModels.llama(folder.resolve("model"), 1, 600);
        Benchmark.Plan plan = new Benchmark.Plan(List.of("f32"), "cuda:0", 1, 0, false);
        ModelSpeed speed =
                Benchmark.of(options(), model).run(plan, Progress.none()).speeds().getFirst();
        assertThat(speed.trouble()).contains("Fetch them in Settings");
    }

    private EngineOptions options() {
        return new EngineOptions(folder.resolve("home"), 0, false, "me");
    }

    private static void register(Engine engine, Path model) {
        engine.registry()
                .register(
                        new NewVersion(
                                ModelName.parse("tiny"),
                                model.toString(),
                                ModelVersion.Storage.REFERENCED,
                                "",
                                Map.of(),
                                "me"),
                        Progress.none());
    }
}
