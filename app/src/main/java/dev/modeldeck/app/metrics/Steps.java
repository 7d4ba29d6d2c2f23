package dev.modeldeck.app.metrics;

import dev.modeldeck.app.metrics.chart.ChartData;

import java.time.Duration;
import java.time.Instant;

/**
 * The time axis of charts that stand together.
 *
 * @param from start of the first step
 */
record Steps(Instant from, Duration step, int count) {

    /** Those of a chart. */
    static Steps of(ChartData chart) {
        return new Steps(chart.from(), chart.step(), chart.size());
    }

    /** A range up to now, whose steps begin at the same moments each time. */
    static Steps of(TimeRange range, Instant now) {
        Duration step = range.span().dividedBy(TimeRange.POINTS);
        long last = now.toEpochMilli() / step.toMillis();
        long first = last - TimeRange.POINTS + 1;
        return new Steps(Instant.ofEpochMilli(first * step.toMillis()), step, TimeRange.POINTS);
    }
}
