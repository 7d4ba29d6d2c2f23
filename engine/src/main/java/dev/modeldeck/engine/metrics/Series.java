package dev.modeldeck.engine.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * One line of a chart: equally spaced values, NaN where nothing was measured.
 *
 * @param endpoint its name
 * @param servedEntity empty for the endpoint as a whole
 * @param from start of the first step
 * @param values one a step
 */
public record Series(
        Metric metric,
        String endpoint,
        String servedEntity,
        Instant from,
        Duration step,
        double[] values) {

    public Series {
        values = values.clone();
    }

    /** The newest value that is not NaN; NaN where there is none. */
    public double last() {
        for (int i = values.length - 1; i >= 0; i--) {
            if (!Double.isNaN(values[i])) {
                return values[i];
            }
        }
        return Double.NaN;
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series s
                && s.metric == metric
                && s.endpoint.equals(endpoint)
                && s.servedEntity.equals(servedEntity)
                && s.from.equals(from)
                && s.step.equals(step)
                && Arrays.equals(s.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + from.hashCode();
    }
}
