package dev.modeldeck.engine.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.connections.Figure.Measure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class FigureHistoryTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Reading RUNNING = new Reading.Level(Measure.REQUESTS_RUNNING);
    private static final Reading REQUESTS = new Reading.Rate(Measure.REQUESTS);
    private static final Reading TIME = new Reading.Quotient(Ratio.REQUEST_TIME);

    private final FigureHistory history = new FigureHistory();
    private Instant now = START;

    /** Looks at once. */
    private void look(Figure... figures) {
        history.add(now, List.of(figures));
    }

    /** Looks when that much time has passed. */
    private void look(Duration later, Figure... figures) {
        now = now.plus(later);
        look(figures);
    }

    private static Figure figure(Measure measure, double value) {
        return new Figure(measure, "", value);
    }

    private static Figure running(double value) {
        return figure(Measure.REQUESTS_RUNNING, value);
    }

    private static Figure requests(double value) {
        return figure(Measure.REQUESTS, value);
    }

    /** In steps of ten seconds from the beginning, before which nothing was looked at. */
    private double[] values(Reading reading, int count) {
        return history.values(reading, "", START, TEN, count);
    }

    @Test
    void a_level_holds_for_the_time_up_to_its_look() {
        look(running(1));
        look(TEN, running(3));
        look(TEN, running(7));
        assertThat(values(RUNNING, 3)).containsExactly(3, 7, Double.NaN);
        assertThat(history.values(RUNNING, "", START.minus(TEN), TEN, 1)).containsExactly(1);
    }

    @Test
    void a_sum_becomes_what_it_grows_in_a_second_from_its_second_look_on() {
        look(requests(1_000_000_000));
        look(TEN, requests(1_000_000_050));
        look(TEN, requests(1_000_000_050));
        assertThat(values(REQUESTS, 2)).containsExactly(5, 0);
        assertThat(history.values(REQUESTS, "", START.minus(TEN), TEN, 1))
                .containsExactly(Double.NaN);
    }

    @Test
    void steps_are_cut_out_of_the_looks_whatever_their_lengths() {
        look(requests(0), running(0));
        look(TEN, requests(100), running(2));
        look(TEN, requests(300), running(4));
        assertThat(history.values(REQUESTS, "", START.plusSeconds(4), Duration.ofSeconds(4), 4))
                .containsExactly(10, 15, 20, 20);
        assertThat(history.values(RUNNING, "", START.minusSeconds(20), Duration.ofSeconds(40), 1))
                .as("of thirty seconds, the last ten before the first look included")
                .containsExactly(2);
    }

    @Test
    void a_mean_is_that_of_the_time_looked_at_and_not_since_the_start_of_the_server() {
        look(figure(Measure.REQUEST_SECONDS, 5000), requests(100));
        look(TEN, figure(Measure.REQUEST_SECONDS, 5002), requests(108));
        look(TEN, figure(Measure.REQUEST_SECONDS, 5002), requests(108));
        look(TEN, figure(Measure.REQUEST_SECONDS, 5003), requests(109));
        assertThat(values(TIME, 3)).containsExactly(0.25, Double.NaN, 1);
        assertThat(history.values(TIME, "", START, Duration.ofSeconds(30), 1)[0])
                .as("each request counts alike")
                .isCloseTo(3.0 / 9, within(1e-6));
    }

    @Test
    void a_restart_of_the_server_begins_all_its_sums_anew() {
        look(figure(Measure.REQUEST_SECONDS, 900), requests(3));
        look(TEN, figure(Measure.REQUEST_SECONDS, 2), requests(5));
        look(TEN, figure(Measure.REQUEST_SECONDS, 4), requests(9));
        assertThat(values(REQUESTS, 2)).containsExactly(new double[] {0.5, 0.4}, within(1e-6));
        assertThat(values(TIME, 2)).containsExactly(new double[] {0.4, 0.5}, within(1e-6));
    }

    @Test
    void one_models_restart_is_not_anothers() {
        look(new Figure(Measure.REQUESTS, "a", 100), new Figure(Measure.REQUESTS, "b", 100));
        look(TEN, new Figure(Measure.REQUESTS, "a", 10), new Figure(Measure.REQUESTS, "b", 110));
        assertThat(history.models(REQUESTS)).containsExactly("a", "b");
        assertThat(history.values(REQUESTS, "a", START, TEN, 1)).containsExactly(1);
        assertThat(history.values(REQUESTS, "b", START, TEN, 1)).containsExactly(1);
    }

    @Test
    void a_sum_added_up_in_another_order_is_no_restart() {
        look(figure(Measure.REQUEST_SECONDS, 0.1 + 0.2 + 0.3), requests(3));
        look(TEN, figure(Measure.REQUEST_SECONDS, 0.3 + 0.2 + 0.1), requests(4));
        assertThat(values(REQUESTS, 1)).containsExactly(new double[] {0.1}, within(1e-6));
    }

    @Test
    void nothing_is_told_of_the_time_in_which_the_server_could_not_be_seen() {
        look(requests(10), running(2));
        look(Duration.ofSeconds(160), requests(70), running(4));
        look(TEN, requests(80), running(6));
        assertThat(values(RUNNING, 17)).containsExactly(afterNothing(15, 4, 6));
        assertThat(values(REQUESTS, 17)).containsExactly(afterNothing(16, 1));
    }

    /** Steps of which nothing is told, then these. */
    private static double[] afterNothing(int steps, double... then) {
        return DoubleStream.concat(
                        DoubleStream.generate(() -> Double.NaN).limit(steps), DoubleStream.of(then))
                .toArray();
    }

    @Test
    void a_figure_that_was_not_told_for_a_while_begins_anew() {
        look(requests(10));
        look(TEN);
        look(TEN, requests(30));
        look(TEN, requests(40));
        assertThat(values(REQUESTS, 3)).containsExactly(Double.NaN, Double.NaN, 1);
    }

    @Test
    void only_what_is_told_can_be_read() {
        look(requests(1), running(1));
        assertThat(history.models(REQUESTS)).containsExactly("");
        assertThat(history.models(TIME)).as("half of it is not enough").isEmpty();
        assertThat(values(TIME, 2)).containsOnly(Double.NaN);
    }

    @Test
    void six_hours_are_kept_and_no_more() {
        int looks = 6 * 360;
        IntStream.rangeClosed(0, looks + 10)
                .forEach(i -> look(i == 0 ? Duration.ZERO : TEN, running(i)));
        double[] all = values(RUNNING, looks + 10);
        assertThat(all[9]).isNaN();
        assertThat(all[10]).isEqualTo(11);
        assertThat(all[looks + 9]).isEqualTo(looks + 10);
    }

    @Test
    void models_that_are_gone_for_six_hours_are_forgotten() {
        look(new Figure(Measure.GPU_MEMORY_BYTES, "old", 1));
        Reading memory = new Reading.Level(Measure.GPU_MEMORY_BYTES);
        IntStream.range(1, 6 * 360).forEach(i -> look(TEN, running(1)));
        assertThat(history.models(memory)).containsExactly("old");
        look(TEN, running(1));
        assertThat(history.models(memory)).isEmpty();
    }

    @Test
    void a_server_with_no_end_of_models_does_not_fill_the_memory() {
        Figure[] many =
                Stream.iterate(0, i -> i + 1)
                        .limit(FigureHistory.MOST_FIGURES + 100)
                        .map(i -> new Figure(Measure.REQUESTS_RUNNING, "model " + i, i))
                        .toArray(Figure[]::new);
        look(many);
        assertThat(history.models(RUNNING)).hasSize(FigureHistory.MOST_FIGURES);
    }

    @Test
    void a_clock_that_is_set_back_begins_anew() {
        look(running(1), requests(10));
        look(Duration.ofHours(-2), running(2), requests(20));
        look(TEN, running(3), requests(30));
        assertThat(values(RUNNING, 1)).containsExactly(Double.NaN);
        assertThat(history.values(REQUESTS, "", START.minusSeconds(7200), TEN, 1))
                .containsExactly(1);
    }
}
