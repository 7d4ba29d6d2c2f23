package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;

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

class LogsViewModelTest {

    private static final int MANY = 100_000;

    // A read that was overtaken may still hold the file when the test ends.
    @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
    Path folder;

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private SampleLog sample;
    private LogsViewModel model;

    @AfterEach
    void close() {
        sample.close();
    }

    @Test
    void a_hundred_thousand_rows_are_there_and_read_where_one_looks() throws Exception {
        open(MANY);
        assertThat(model.rows()).hasSize(MANY);
        assertThat(sequence(0)).isEqualTo(MANY);
        model.rows().get(70_000);
        until(() -> model.rows().get(70_000).call() != null);
        assertThat(sequence(70_000)).isEqualTo(MANY - 70_000);
    }

    @Test
    void filters_narrow_the_rows_and_go_together() throws Exception {
        open(MANY);
        model.endpoint().set("rare");
        until(() -> model.rows().size() == 10_000);
        model.status().set(StatusChoice.SERVER_ERROR);
        until(() -> model.rows().size() == 2_000);
        assertThat(model.rows().get(0).status()).isEqualTo("500");
        model.door().set("playground");
        until(() -> model.state().get() instanceof ViewState.Empty);
        assertThat(model.filtered().get()).isTrue();
        model.clearFilter();
        until(() -> model.rows().size() == MANY);
        assertThat(model.filtered().get()).isFalse();
    }

    @Test
    void the_text_is_found_in_what_was_asked() throws Exception {
        open(0);
        assertThat(model.state().get()).isInstanceOf(ViewState.Empty.class);
        sample.call("triage", 200);
        sample.call("triage", 400);
        model.text().set("promt_tok");
        until(() -> model.rows().size() == 1);
        assertThat(model.rows().get(0).statusClass()).isEqualTo(4);
    }

    @Test
    void new_calls_appear_at_the_top_but_do_not_move_what_is_read_below() throws Exception {
        open(1_000);
        sample.call("triage", 200);
        model.grew();
        until(() -> model.rows().size() == 1_001);
        model.scrolled(false);
        sample.call("triage", 200);
        model.grew();
        until(() -> model.newer().get() == 1);
        assertThat(model.rows()).hasSize(1_001);
        model.rows().get(600);
        until(() -> model.rows().get(600).call() != null);
        assertThat(sequence(600)).isEqualTo(401);
        model.scrolled(true);
        until(() -> model.rows().size() == 1_002);
        assertThat(model.newer().get()).isZero();
    }

    @Test
    void nothing_is_read_while_the_tab_is_hidden() throws Exception {
        open(10);
        model.shown(false);
        model.endpoint().set("rare");
        model.grew();
        assertThat(model.rows()).hasSize(10);
        model.shown(true);
        until(() -> model.rows().size() == 1);
    }

    @Test
    void a_chosen_endpoint_stays_chosen_when_others_come_and_go() throws Exception {
        open(0);
        model.offerEndpoints(List.of("rare"));
        model.endpoint().set("rare");
        model.offerEndpoints(List.of("rare", "triage"));
        assertThat(model.endpoints()).containsExactly(LogsViewModel.ANY, "rare", "triage");
        assertThat(model.filter().endpoint()).isEqualTo("rare");
    }

    @Test
    void the_export_holds_what_the_filter_shows() throws Exception {
        open(100);
        model.endpoint().set("rare");
        Path file = folder.resolve("log.csv");
        List<Long> exported = new ArrayList<>();
        model.export(file, exported::add, problem -> {});
        until(() -> !exported.isEmpty());
        assertThat(exported).containsExactly(10L);
        assertThat(Files.readAllLines(file)).hasSize(11);
    }

    private void open(int rows) throws InterruptedException {
        sample = new SampleLog(folder, rows);
        model = new LogsViewModel(new Work(outcomes::add), sample.log);
        model.shown(true);
        until(() -> !(model.state().get() instanceof ViewState.Loading));
    }

    private long sequence(int row) {
        return model.rows().get(row).call().sequence();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable outcome = outcomes.poll(10, TimeUnit.SECONDS);
            assertThat(outcome).as("something is delivered").isNotNull();
            outcome.run();
        }
    }
}
