package dev.modeldeck.engine.metrics;

import dev.modeldeck.engine.inference.CallRecord;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The measures since the start of the program, for a Prometheus server to collect. */
final class PrometheusText {

    private static final Duration[] LATENCIES =
            Stream.of(
                            5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000,
                            60_000, 300_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final Map<Key, Sample> samples = new ConcurrentHashMap<>();

    /** A worker as it was last seen: share of a core in percent, bytes. */
    record Sample(double cpuPercent, double memoryBytes) {}

    void inFlight(String endpoint, int change) {
        inFlight.computeIfAbsent(endpoint, this::inFlightGauge).addAndGet(change);
    }

    void finished(CallRecord call, String endpoint) {
        Tags tags = Tags.of("endpoint", endpoint, "served_entity", call.servedEntity());
        Counter.builder("modeldeck.requests")
                .description("Calls by their HTTP status")
                .tags(tags.and("status", String.valueOf(call.status())))
                .register(registry)
                .increment();
        time(
                "modeldeck.request.latency",
                "Time from a request's arrival to the last byte of its answer",
                tags,
                call.latency());
        time(
                "modeldeck.time.to.first.token",
                "Time from a request's arrival to the first token of its answer",
                tags,
                call.timeToFirstToken());
        time(
                "modeldeck.inter.token.latency",
                "Mean time from one token of an answer to the next",
                tags,
                call.measures().interToken());
        tokens(tags, "in", call.usage().promptTokens());
        tokens(tags, "out", call.usage().completionTokens());
    }

    private void time(String name, String description, Tags tags, @Nullable Duration took) {
        if (took != null) {
            Timer.builder(name)
                    .description(description)
                    .serviceLevelObjectives(LATENCIES)
                    .tags(tags)
                    .register(registry)
                    .record(took);
        }
    }

    private void tokens(Tags tags, String direction, int tokens) {
        if (tokens > 0) {
            Counter.builder("modeldeck.tokens")
                    .description("Tokens read (in) and written (out)")
                    .tags(tags.and("direction", direction))
                    .register(registry)
                    .increment(tokens);
        }
    }

    /** The workers that run now; gauges of others are taken away. */
    void workers(Map<Key, Sample> seen) {
        Set<Key> gone = new HashSet<>(samples.keySet());
        gone.removeAll(seen.keySet());
        for (Key key : gone) {
            samples.remove(key);
            for (String name :
                    List.of("modeldeck.worker.cpu.percent", "modeldeck.worker.memory.bytes")) {
                var meter = registry.find(name).tags(tags(key)).meter();
                if (meter != null) {
                    registry.remove(meter);
                }
            }
        }
        seen.forEach((key, sample) -> {
            if (samples.put(key, sample) == null) {
                workerGauges(key);
            }
        });
    }

    /** Takes away what was counted of an endpoint. */
    void forget(String endpoint) {
        inFlight.remove(endpoint);
        registry.getMeters().stream()
                .filter(meter -> endpoint.equals(meter.getId().getTag("endpoint")))
                .forEach(registry::remove);
    }

    String text() {
        return registry.scrape();
    }

    void close() {
        registry.close();
    }

    private AtomicInteger inFlightGauge(String endpoint) {
        AtomicInteger level = new AtomicInteger();
        Gauge.builder("modeldeck.in.flight", level, AtomicInteger::get)
                .description("Calls that wait or run now")
                .tags("endpoint", endpoint)
                .register(registry);
        return level;
    }

    private void workerGauges(Key key) {
        Gauge.builder("modeldeck.worker.cpu.percent", () -> sample(key).cpuPercent())
                .description("Processor time of the worker, in percent of one core")
                .tags(tags(key))
                .register(registry);
        Gauge.builder("modeldeck.worker.memory.bytes", () -> sample(key).memoryBytes())
                .description("Resident memory of the worker")
                .tags(tags(key))
                .register(registry);
    }

    private Sample sample(Key key) {
        return samples.getOrDefault(key, new Sample(Double.NaN, Double.NaN));
    }

    private static Tags tags(Key key) {
        return Tags.of("endpoint", key.endpoint(), "served_entity", key.entity());
    }
}
