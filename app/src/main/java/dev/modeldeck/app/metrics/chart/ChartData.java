package dev.modeldeck.app.metrics.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a chart shows now: lines over the same equally spaced steps.
 *
 * @param from start of the first step
 */
public record ChartData(Instant from, Duration step, List<Line> lines) {

    public static final ChartData NONE =
            new ChartData(Instant.EPOCH, Duration.ofSeconds(1), List.of());

    public ChartData {
        lines = List.copyOf(lines);
    }

    /** Number of steps. */
    public int size() {
        return lines.stream().mapToInt(line -> line.values().size()).max().orElse(0);
    }

    /** When a step begins. */
    public Instant at(int index) {
        return from.plus(step.multipliedBy(index));
    }

    /** Whether there is anything to draw. */
    public boolean empty() {
        return lines.stream().allMatch(line -> line.values().stream().allMatch(v -> v.isNaN()));
    }

    /** Largest value; 0 where there is none. */
    public double max() {
        return lines.stream()
                .flatMap(line -> line.values().stream())
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    /** One line; a value is NaN where nothing was measured. */
    public record Line(String label, List<Double> values) {

        public Line {
            values = List.copyOf(values);
        }

        /** The value of a step, NaN beyond the ends. */
        public double at(int index) {
            return index < 0 || index >= values.size() ? Double.NaN : values.get(index);
        }

        /** The newest value that was measured, NaN where there is none. */
        public double last() {
            return values.reversed().stream()
                    .filter(v -> !v.isNaN())
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
