package dev.modeldeck.engine.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers what charts ask. Steps lie on whole multiples of their length, so those that are over
 * never change and are computed once for all measures; only the newest is computed again, at most
 * once a second. That keeps nine charts at two hertz cheap.
 */
final class SeriesReader {

    private static final int MOST_STRIPS = 128;
    private static final int QUARTER_HOUR = 900;
    private static final int DAY = 24 * 3600;

    private record StripKey(Key key, long step, long count) {}

    /** The computed steps of a key with all their measures, by their start. */
    private static final class Strip {
        final TreeMap<Long, Map<Metric, Double>> points = new TreeMap<>();

        /** All steps that begin before it are final. */
        long finalUpTo = Long.MIN_VALUE;

        long computedAt;
    }

    private final Map<StripKey, Strip> strips =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<StripKey, Strip> eldest) {
                    return size() > MOST_STRIPS;
                }
            };
    private final History history;
    private final Clock clock;

    SeriesReader(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    synchronized Series series(Metric metric, Key key, Duration range, int points) {
        long now = clock.millis() / 1000;
        long step = step(range.toSeconds(), points);
        long last = Math.floorDiv(now - 1, step) * step;
        long count = Math.max(1, Math.ceilDiv(range.toSeconds(), step));
        long first = last - (count - 1) * step;
        StripKey stripKey = new StripKey(key, step, count);
        Strip strip = strips.computeIfAbsent(stripKey, ignored -> new Strip());
        refresh(strip, key, step, first, now);
        double[] values = new double[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            Map<Metric, Double> point = strip.points.getOrDefault(first + i * step, Map.of());
            values[i] = point.getOrDefault(metric, Double.NaN);
        }
        return new Series(
                metric,
                key.endpoint(),
                key.entity(),
                Instant.ofEpochSecond(first),
                Duration.ofSeconds(step),
                values);
    }

    /** Whole seconds; multiples of what is stored where the range needs it. */
    private static long step(long range, int points) {
        long wanted = Math.max(1, Math.ceilDiv(range, Math.max(1, points)));
        if (range <= QUARTER_HOUR && wanted < StepStore.SHORT) {
            return wanted;
        }
        long unit = range <= DAY ? StepStore.SHORT : StepStore.LONG;
        return Math.ceilDiv(wanted, unit) * unit;
    }

    private void refresh(Strip strip, Key key, long step, long first, long now) {
        if (now == strip.computedAt) {
            return;
        }
        if (now < strip.computedAt) { // somebody set the clock back
            strip.points.clear();
            strip.finalUpTo = first;
        }
        strip.points.headMap(first).clear();
        long from = Math.max(first, strip.finalUpTo);
        List<History.Span> spans = history.spans(key, step, from, now);
        for (int i = 0; i < spans.size(); i++) {
            long at = from + i * step;
            strip.points.put(at, point(spans.get(i)));
            if (at + step < now) { // a second of grace for events that are just being counted
                strip.finalUpTo = at + step;
            }
        }
        strip.computedAt = now;
    }

    private static Map<Metric, Double> point(History.Span span) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, span.tally().value(metric, span.seconds()));
        }
        return values;
    }
}
