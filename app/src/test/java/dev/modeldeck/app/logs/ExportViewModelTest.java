package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.CallFilter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class ExportViewModelTest {

    private static final CallFilter RARE = new CallFilter("", "rare", "", 0, null);

    @TempDir Path folder;

    /** Holds one, so that the writing goes no further ahead than what was looked at. */
    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>(1);

    private final Work work = new Work(this::deliver);
    private final List<Problem> problems = new ArrayList<>();
    private SampleLog sample;
    private ExportViewModel model;

    @AfterEach
    void close() {
        work.close();
        sample.close();
    }

    @Test
    void the_file_holds_what_the_filter_lets_pass_and_one_sees_how_far_it_is() throws Exception {
        open(10_000);
        Path file = folder.resolve("log.csv");
        model.start(RARE, file, problems::add);
        assertThat(model.running().get()).isTrue();
        until(() -> model.progress().get() > 0);
        assertThat(model.words().get()).isEqualTo("Exporting… 200 of 1,000 calls");
        assertThat(model.progress().get()).isEqualTo(0.2);
        until(() -> !model.running().get());
        assertThat(model.words().get()).isEqualTo("Exported 1,000 calls to " + file + ".");
        assertThat(Files.readAllLines(file)).hasSize(1_001);
        model.dismiss();
        assertThat(model.words().get()).isEmpty();
    }

    @Test
    void a_cancelled_export_leaves_the_file_as_it_was() throws Exception {
        open(20_000);
        Path file = Files.writeString(folder.resolve("log.csv"), "before");
        model.start(CallFilter.all(), file, problems::add);
        until(() -> model.progress().get() > 0);
        model.cancel();
        assertThat(model.running().get()).isFalse();
        work.close();
        outcomes.forEach(Runnable::run);
        assertThat(model.words().get()).contains("cancelled");
        assertThat(file).hasContent("before");
        assertThat(folder.resolve("log.csv.part")).doesNotExist();
        assertThat(problems).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        open(10);
        Path file = folder.resolve("missing").resolve("log.csv");
        model.start(RARE, file, problems::add);
        until(() -> !model.running().get());
        assertThat(problems.getFirst().message()).contains(file.toString(), "another folder");
        assertThat(model.words().get()).isEmpty();
    }

    private void open(int rows) {
        sample = new SampleLog(folder, rows);
        model = new ExportViewModel(work, sample.log);
    }

    private void deliver(Runnable outcome) {
        try {
            outcomes.put(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("something is delivered").isNotNull();
            outcome.run();
        }
    }
}
