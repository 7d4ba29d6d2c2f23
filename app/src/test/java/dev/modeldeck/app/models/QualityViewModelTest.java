package dev.modeldeck.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.models.QualityViewModel.Phase;
import dev.modeldeck.engine.QualityRun;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.quality.QualityText;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

@Timeout(30)
class QualityViewModelTest {

    @TempDir Path folder;

    private final BlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private final Work work = new Work(outcomes::add);
    private final FakeQuality quality = new FakeQuality();
    private SampleRegistry sample;
    private QualityViewModel model;
    private ModelVersion chat;

    @BeforeEach
    void open() throws Exception {
        sample = new SampleRegistry(folder).filled();
        chat = sample.registry.version(SampleRegistry.CHAT, 2);
        model = new QualityViewModel(quality.door(), work);
        model.show(chat);
    }

    @AfterEach
    void close() {
        model.close();
        work.close();
        sample.close();
    }

    @Test
    void what_was_not_measured_is_measured_with_the_built_in_text() throws Exception {
        assertThat(model.phaseProperty().get()).isEqualTo(new Phase.Resting());
        assertThat(model.rows()).isEmpty();
        model.start();
        until(() -> quality.asked.get() != null);
        assertThat(quality.asked.get().version()).isEqualTo(chat);
        assertThat(quality.asked.get().text()).isEqualTo(QualityText.builtIn());
        quality.running("", 0, "Checking the files");
        until(() ->
                model.phaseProperty().get().equals(new Phase.Measuring(0, "Checking the files")));
        quality.running("int8", 0.65, "Reading the text");
        until(() ->
                model.phaseProperty()
                        .get()
                        .equals(new Phase.Measuring(0.65, "int8: Reading the text")));
        model.cancel();
        until(() -> quality.cancelled.get() == 1);
        quality.finished();
        until(() -> model.rows().size() == 5);
        assertThat(model.phaseProperty().get()).isEqualTo(new Phase.Resting());
    }

    @Test
    void figures_read_as_people_write_them() throws Exception {
        quality.reports.add(FakeQuality.report(QualityText.builtIn(), 1482));
        model.show(sample.registry.version(SampleRegistry.CHAT, 1));
        until(() -> model.rows().size() == 5);
        assertThat(model.rows())
                .containsExactly(
                        new QualityRow("f32", "11.21", "–", "–", "–", "4.6 GB"),
                        new QualityRow("bf16", "11.21", "0.0008", "0.0061", "99.3 %", "2.3 GB"),
                        new QualityRow("fp16", "11.21", "< 0.0001", "< 0.0001", "99.9 %", "2.3 GB"),
                        new QualityRow("int8", "11.25", "0.0067", "0.0513", "97.4 %", "1.2 GB"),
                        new QualityRow("int4", "–", "–", "–", "–", "–"));
        assertThat(model.remarksProperty().get()).startsWith("int4: This model's matrices");
        assertThat(model.sourceProperty().get())
                .startsWith("Built-in text, 1,482 tokens. Measured");
    }

    @Test
    void a_text_of_ones_own_has_figures_of_its_own() throws Exception {
        QualityText mine = new QualityText("My own words.");
        quality.reports.add(FakeQuality.report(QualityText.builtIn(), 1482));
        quality.reports.add(FakeQuality.report(mine, 1000));
        model.show(sample.registry.version(SampleRegistry.CHAT, 1));
        until(() -> model.rows().size() == 5);
        model.ownProperty().set(true);
        assertThat(model.sourceProperty().get())
                .as("what was measured last, while no text is given")
                .startsWith("Own text, the first 1,000 of 1,482 tokens.");
        model.ownTextProperty().set("Other words.");
        assertThat(model.rows()).isEmpty();
        model.ownTextProperty().set("My own words.");
        assertThat(model.rows()).hasSize(5);
        model.start();
        until(() -> quality.asked.get() != null);
        assertThat(quality.asked.get().text()).isEqualTo(mine);
    }

    @Test
    void a_check_without_a_text_says_what_is_missing() throws Exception {
        model.ownProperty().set(true);
        model.start();
        until(() -> model.phaseProperty().get() instanceof Phase.Failed);
        assertThat(((Phase.Failed) model.phaseProperty().get()).problem().message())
                .contains("Write or paste");
    }

    @Test
    void while_another_version_is_measured_this_one_waits() throws Exception {
        quality.now.set(
                new QualityRun.Running(
                        new QualityRun.Subject(ModelName.parse("main.default.other"), 3, "hash"),
                        0.5,
                        "int8",
                        "Reading the text"));
        until(() -> model.phaseProperty().get() instanceof Phase.Waiting);
        assertThat(((Phase.Waiting) model.phaseProperty().get()).words())
                .isEqualTo(
                        "Version 3 of main.default.other is being measured. This one can follow.");
    }

    @Test
    void a_failure_is_told_on_the_page_of_its_version_only() throws Exception {
        Problem problem = new Problem.Unavailable("The worker crashed.");
        quality.now.set(
                new QualityRun.Failed(
                        new QualityRun.Subject(chat.model(), 2, "hash"), "int4", problem));
        until(() -> model.phaseProperty().get().equals(new Phase.Failed("int4", problem)));
        model.show(sample.registry.version(SampleRegistry.CHAT, 1));
        assertThat(model.phaseProperty().get()).isEqualTo(new Phase.Resting());
        model.show(sample.registry.version(SampleRegistry.TABLE, 1));
        assertThat(model.phaseProperty().get()).isEqualTo(new Phase.Unfit());
    }

    /** Brings outcomes to this thread until the condition holds. */
    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable next = outcomes.poll(20, TimeUnit.MILLISECONDS);
            if (next != null) {
                next.run();
            }
        }
    }
}
