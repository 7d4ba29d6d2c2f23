package dev.modeldeck.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.storage.Database;

import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

class MetricsTest {

    /** On a whole step of every length. */
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);

    private static final Percentage HISTOGRAM = Percentage.withPercentage(1.1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir private Path folder;
    private final SetClock clock = new SetClock();
    private Database database;
    private Metrics metrics;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"));
        metrics = Metrics.open(database, clock);
    }

    @AfterEach
    void close() {
        metrics.close();
        database.close();
    }

    @Test
    void percentiles_are_true_over_any_range_and_after_a_restart() {
        Random random = new Random(3);
        double[] millis = new double[3000];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = Math.exp(random.nextGaussian() + 4);
            done("chat", "a", millis[i], 200);
            if (i % 5 == 0) {
                clock.forward(1);
            }
        }
        clock.forward(1);
        Arrays.sort(millis);
        // 600 seconds of calls, asked for as one step
        assertPercentiles(QUARTER, 1, millis);
        assertPercentiles(DAY, 1, millis);
        assertPercentiles(Duration.ofDays(14), 1, millis);
        reopen();
        clock.forward(1);
        assertPercentiles(DAY, 1, millis);
        assertPercentiles(Duration.ofDays(14), 1, millis);
    }

    private void assertPercentiles(Duration range, int points, double[] sorted) {
        assertThat(last(Metric.LATENCY_P50, "a", range, points))
                .isCloseTo(sorted[sorted.length / 2], HISTOGRAM);
        assertThat(last(Metric.LATENCY_P95, "", range, points))
                .isCloseTo(sorted[(int) (sorted.length * 0.95)], HISTOGRAM);
        assertThat(last(Metric.LATENCY_P99, "", range, points))
                .isCloseTo(sorted[(int) (sorted.length * 0.99)], HISTOGRAM);
    }

    @Test
    void rates_are_per_second_and_errors_are_told_apart() {
        for (int i = 0; i < 30; i++) {
            done("chat", "a", 5, i % 10 == 0 ? 404 : i % 10 == 1 ? 503 : 200);
        }
        clock.forward(10);
        assertThat(last(Metric.REQUEST_RATE, "", Duration.ofSeconds(100), 10)).isEqualTo(3);
        assertThat(last(Metric.ERRORS_4XX, "", Duration.ofSeconds(100), 10)).isEqualTo(0.3);
        assertThat(last(Metric.ERRORS_5XX, "a", Duration.ofSeconds(100), 10)).isEqualTo(0.3);
        assertThat(last(Metric.TOKENS_PER_SECOND, "", Duration.ofSeconds(100), 10)).isEqualTo(21);
        assertThat(last(Metric.INPUT_TOKENS_PER_SECOND, "", Duration.ofSeconds(100), 10))
                .isEqualTo(9);
        assertThat(last(Metric.TIME_TO_FIRST_TOKEN_P50, "", Duration.ofSeconds(100), 10))
                .isCloseTo(2, HISTOGRAM);
        assertThat(last(Metric.CPU, "", Duration.ofSeconds(100), 10)).isNaN();
    }

    @Test
    void cancelled_calls_are_requests_but_no_errors() {
        done("chat", "a", 90_000, 499);
        done("chat", "a", 10, 200);
        clock.forward(1);
        assertThat(last(Metric.ERRORS_4XX, "", QUARTER, 900)).isZero();
        assertThat(last(Metric.REQUEST_RATE, "", QUARTER, 900)).isEqualTo(2);
        assertThat(last(Metric.LATENCY_P99, "", QUARTER, 900)).isCloseTo(10, HISTOGRAM);
        assertThat(metrics.lastMinute("chat").errors()).isZero();
    }

    @Test
    void calls_in_flight_are_seen_while_they_last() {
        RequestId first = RequestId.random();
        RequestId second = RequestId.random();
        metrics.started(first, "chat");
        metrics.routed(first, "chat", "a");
        clock.forward(2);
        metrics.started(second, "chat");
        clock.forward(3);
        metrics.finished(record(first, "chat", "a", 5000, 200));
        metrics.finished(record(second, "chat", "", 3000, 499));
        clock.forward(2);
        assertThat(series(Metric.IN_FLIGHT, "", Duration.ofSeconds(7), 7))
                .containsExactly(1, 1, 2, 2, 2, 2, 0);
        assertThat(series(Metric.IN_FLIGHT, "a", Duration.ofSeconds(7), 7))
                .containsExactly(1, 1, 1, 1, 1, 1, 0);
        assertThat(metrics.prometheus()).contains("modeldeck_in_flight{endpoint=\"chat\"} 0.0");
    }

    @Test
    void the_newest_step_is_over_and_older_ones_do_not_change() {
        done("chat", "a", 5, 200);
        assertThat(last(Metric.REQUEST_RATE, "", QUARTER, 900)).isZero();
        clock.forward(1);
        assertThat(last(Metric.REQUEST_RATE, "", QUARTER, 900)).isEqualTo(1);
        clock.forward(5);
        double[] values = series(Metric.REQUEST_RATE, "", QUARTER, 900);
        assertThat(values).hasSize(900);
        assertThat(Arrays.stream(values).sum()).isEqualTo(1);
        assertThat(values[894]).isEqualTo(1);
    }

    @Test
    void counts_survive_a_restart_at_every_range() {
        for (int i = 0; i < 100; i++) {
            done("chat", "a", 5, 200);
            clock.forward(1);
        }
        reopen();
        clock.forward(20);
        for (int i = 0; i < 50; i++) {
            done("chat", "a", 5, 200);
            clock.forward(1);
        }
        assertThat(requests(Duration.ofMinutes(5), 300)).isCloseTo(150, within(1.0));
        assertThat(requests(Duration.ofHours(1), 60)).isEqualTo(150);
        assertThat(requests(DAY, 300)).isEqualTo(150);
        assertThat(requests(Duration.ofDays(14), 300)).isEqualTo(150);
        assertThat(metrics.servedEntities("chat", START)).containsExactly("a");
    }

    @Test
    void two_weeks_are_kept_in_long_steps_and_no_more() {
        StepStore store = new StepStore(database);
        History history = new History(store, clock.second());
        Key key = Key.whole("chat");
        for (int day = 0; day < 16; day++) {
            history.track(key).record(clock.second(), tally -> tally.requests++);
            clock.forward(StepStore.LONG * 2);
            history.store(clock.second());
            clock.forward(24 * 3600 - StepStore.LONG * 2);
        }
        history.store(clock.second());
        assertThat(store.readAll(StepStore.LONG, 0, Long.MAX_VALUE)).hasSize(14);
        assertThat(store.readAll(StepStore.SHORT, 0, Long.MAX_VALUE)).hasSize(1);
        Series series =
                new SeriesReader(history, clock)
                        .series(Metric.REQUEST_RATE, key, Duration.ofDays(14), 336);
        assertThat(Arrays.stream(series.values()).sum() * 3600).isEqualTo(14, within(1e-6));
    }

    @Test
    void the_last_minute_is_for_tables() {
        for (int i = 0; i < 12; i++) {
            done("chat", "a", 40, i == 0 ? 500 : 200);
        }
        Metrics.Snapshot minute = metrics.lastMinute("chat");
        assertThat(minute.requestsPerMinute()).isEqualTo(12);
        assertThat(minute.p50Millis()).isCloseTo(40, HISTOGRAM);
        assertThat(minute.errors()).isEqualTo(1);
        clock.forward(61);
        assertThat(metrics.lastMinute("chat").requestsPerMinute()).isZero();
        assertThat(metrics.lastMinute("chat").p50Millis()).isNaN();
    }

    @Test
    void made_up_endpoint_names_are_not_remembered() {
        metrics.finished(record(RequestId.random(), "made-up", "", 1, 404));
        assertThat(metrics.servedEntities("made-up", START)).isEmpty();
        assertThat(metrics.prometheus())
                .doesNotContain("made-up")
                .contains(
                        "modeldeck_requests_total{endpoint=\"\",served_entity=\"\",status=\"404\"} 1.0");
    }

    @Test
    void prometheus_gets_the_names_it_was_promised() {
        done("chat", "a", 40, 200);
        assertThat(metrics.prometheus())
                .contains(
                        "modeldeck_requests_total{endpoint=\"chat\",served_entity=\"a\",status=\"200\"} 1.0")
                .contains("modeldeck_request_latency_seconds_bucket{endpoint=\"chat\"")
                .contains("modeldeck_time_to_first_token_seconds_count{")
                .contains("modeldeck_tokens_total{direction=\"out\"");
        assertThat(metrics.databricks("chat")).contains("# TYPE mem_usage_percentage gauge");
        assertThat(metrics.databricks("chat"))
                .contains(
                        "request_count_total{endpoint_name=\"chat\",served_entity_name=\"a\"} 1\n")
                .contains("served_entity_name=\"a\",le=\"50\"} 1\n");
    }

    @Test
    void a_clock_that_was_wrong_for_a_while_does_no_harm() {
        done("chat", "a", 10, 200);
        reopen();
        Duration wrong = Duration.ofHours(20);
        clock.forward(wrong.toSeconds());
        done("chat", "a", 10, 200);
        reopen();
        clock.forward(600 - wrong.toSeconds());
        assertThat(last(Metric.REQUEST_RATE, "", Duration.ofDays(14), 1)).isPositive();
        reopen();
        assertThat(last(Metric.REQUEST_RATE, "", Duration.ofDays(14), 1)).isPositive();
        done("chat", "a", 10, 200);
        reopen();
        clock.forward(1);
        assertThat(last(Metric.REQUEST_RATE, "", Duration.ofSeconds(100), 1)).isEqualTo(1);
    }

    @Test
    void nothing_stays_in_memory_of_an_endpoint_that_is_gone() {
        metrics.endpoints(java.util.Set.of("chat", "iris"));
        done("chat", "a", 10, 200);
        done("iris", "b", 10, 200);
        metrics.lastMinute("chat");
        metrics.endpoints(java.util.Set.of("iris"));
        assertThat(metrics.prometheus()).doesNotContain("\"chat\"").contains("\"iris\"");
    }

    @Test
    void a_worker_process_is_looked_at() {
        metrics.watch(
                java.util.List.of(
                        new Metrics.Worker("chat", "a", ProcessHandle.current().pid(), "cpu")));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String worker = "modeldeck_worker_memory_bytes{endpoint=\"chat\",served_entity=\"a\"}";
        while (!metrics.prometheus().contains(worker)) { // the last to be told
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
        clock.forward(1);
        assertThat(last(Metric.MEMORY, "a", QUARTER, 1)).isBetween(20.0, 20_000.0);
        assertThat(last(Metric.CPU, "", QUARTER, 1)).isBetween(0.0, 6400.0);
        metrics.watch(java.util.List.of());
    }

    private double requests(Duration range, int points) {
        Series series = metrics.series(Metric.REQUEST_RATE, "chat", "", range, points);
        double all = Arrays.stream(series.values()).sum() * series.step().toSeconds();
        // the open step is shorter than the others
        long open =
                clock.second()
                        - series.from().getEpochSecond()
                        - (series.values().length - 1) * series.step().toSeconds();
        return Math.round(
                all
                        - series.values()[series.values().length - 1]
                                * (series.step().toSeconds() - open));
    }

    private double last(Metric metric, String entity, Duration range, int points) {
        double[] values = series(metric, entity, range, points);
        return values[values.length - 1];
    }

    private double[] series(Metric metric, String entity, Duration range, int points) {
        return metrics.series(metric, "chat", entity, range, points).values();
    }

    private void reopen() {
        metrics.close();
        metrics = Metrics.open(database, clock);
    }

    private void done(String endpoint, String entity, double millis, int status) {
        RequestId id = RequestId.random();
        metrics.started(id, endpoint);
        metrics.routed(id, endpoint, entity);
        metrics.finished(record(id, endpoint, entity, millis, status));
    }

    private static CallRecord record(
            RequestId id, String endpoint, String entity, double millis, int status) {
        return new CallRecord(
                id,
                START,
                new CallContext("test", "openai", "me", true, null, result -> ""),
                endpoint,
                entity,
                status,
                problem(status),
                Duration.ofNanos((long) (millis * 1e6)),
                Duration.ZERO,
                Duration.ofMillis(2),
                new Usage(3, 7),
                null,
                null,
                CallMeasures.NONE);
    }

    private static @Nullable Problem problem(int status) {
        return status == 200 ? null : new Problem.Upstream("no", status);
    }

    /** A clock that a test sets. */
    private static final class SetClock extends Clock {

        private volatile Instant now = START;

        void forward(long seconds) {
            now = now.plusSeconds(seconds);
        }

        long second() {
            return now.getEpochSecond();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
