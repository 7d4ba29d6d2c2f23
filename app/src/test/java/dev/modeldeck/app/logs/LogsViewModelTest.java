package dev.modeldeck.app.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class LogsViewModelTest {

    private static final int MANY = 100_000;

    /** A minute after the newest of the sample's rows, which are a millisecond apart. */
    private static final Clock CLOCK =
            Clock.fixed(SampleLog.BEGIN.plusMillis(MANY).plusSeconds(60), ZoneOffset.UTC);

    @TempDir Path folder;

    private final LinkedBlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
    private SampleLog sample;
    private LogsViewModel model;

    @AfterEach
    void close() {
        model.close();
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
    void old_calls_are_left_out_where_only_the_last_ones_are_wanted() throws Exception {
        open(MANY);
        model.since().set(SinceChoice.HOUR);
        until(() -> model.filtered().get());
        assertThat(model.rows()).hasSize(MANY);
        sample.call("triage", 200, SampleLog.BEGIN.minus(Duration.ofDays(2)));
        model.since().set(SinceChoice.WEEK);
        until(() -> model.rows().size() == MANY + 1);
        model.since().set(SinceChoice.DAY);
        until(() -> model.rows().size() == MANY);
    }

    @Test
    void a_page_of_the_filter_before_is_not_shown_under_the_new_one() throws Exception {
        open(MANY);
        model.rows().get(5_000);
        Runnable late = outcomes.poll(10, TimeUnit.SECONDS);
        model.endpoint().set("rare");
        until(() -> model.rows().size() == 10_000);
        late.run();
        model.rows().get(5_000);
        until(() -> model.rows().get(5_000).call() != null);
        assertThat(model.rows().get(5_000).endpoint()).isEqualTo("rare");
    }

    private void open(int rows) throws InterruptedException {
        sample = new SampleLog(folder, rows);
        model = new LogsViewModel(new Work(outcomes::add), sample.log, CLOCK);
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
