package dev.modeldeck.engine.metrics;

import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.storage.Database;

import oshi.SystemInfo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts calls and samples workers; answers what the charts ask.
 *
 * <p>A call counts once for its endpoint and once for the served entity that answered. Cancelled
 * calls (499) are requests, but neither errors nor part of the latency: how long somebody waited
 * before pressing Stop says nothing about the model. Nor do calls that reached no served entity.
 */
public final class Metrics implements CallListener, AutoCloseable {

    private static final int CANCELLED = 499;
    private static final double MEGABYTE = 1e6;
    private static final int MINUTE = 60;

    /**
     * A worker process to be looked at.
     *
     * @param device {@code cpu}, {@code cuda:0} …
     */
    public record Worker(String endpoint, String servedEntity, long pid, String device) {}

    /**
     * A minute in figures.
     *
     * @param p50Millis NaN where there was no call
     * @param errors calls that ended with a status of 400 or more, but for cancelled ones
     */
    public record Snapshot(
            double requestsPerMinute, double p50Millis, long errors, double tokensPerSecond) {}

    /** A call in flight; the entity is empty while it waits. */
    private record InFlight(String endpoint, String entity) {}

    private record Minute(long second, Snapshot snapshot) {}

    private final Map<RequestId, InFlight> running = new ConcurrentHashMap<>();
    private final Map<String, Minute> minutes = new ConcurrentHashMap<>();
    private final PrometheusText prometheus = new PrometheusText();
    private final Clock clock;
    private final StepStore store;
    private final History history;
    private final SeriesReader series;
    private final HistoryKeeper keeper;
    private final WorkerSampler sampler;
    private Set<String> present = Set.of();

    private Metrics(Database database, Clock clock) {
        this.clock = clock;
        this.store = new StepStore(database);
        this.history = new History(store, second());
        this.series = new SeriesReader(history, clock);
        this.keeper = new HistoryKeeper(history, clock);
        this.sampler = new WorkerSampler(this::sampled);
    }

    public static Metrics open(Database database, Clock clock) {
        return new Metrics(database, clock);
    }

    @Override
    public void started(RequestId id, String endpoint) {
        running.put(id, new InFlight(endpoint, ""));
        history.track(Key.whole(endpoint)).inFlight(second(), 1);
        prometheus.inFlight(endpoint, 1);
        keeper.wake();
    }

    @Override
    public void routed(RequestId id, String endpoint, String servedEntity) {
        running.put(id, new InFlight(endpoint, servedEntity));
        history.track(new Key(endpoint, servedEntity)).inFlight(second(), 1);
    }

    @Override
    public void finished(CallRecord call) {
        InFlight flight = running.remove(call.id());
        long now = second();
        if (flight != null) {
            prometheus.inFlight(flight.endpoint(), -1);
            history.track(Key.whole(flight.endpoint())).inFlight(now, -1);
            if (!flight.entity().isEmpty()) {
                history.track(new Key(flight.endpoint(), flight.entity())).inFlight(now, -1);
            }
        }
        boolean known = flight != null || history.knows(Key.whole(call.endpoint()));
        // names that somebody made up must not fill the memory
        prometheus.finished(call, known ? call.endpoint() : "");
        if (known) {
            history.track(Key.whole(call.endpoint())).record(now, tally -> count(tally, call));
            if (!call.servedEntity().isEmpty()) {
                history.track(new Key(call.endpoint(), call.servedEntity()))
                        .record(now, tally -> count(tally, call));
            }
            keeper.wake();
        }
    }

    private static void count(Tally tally, CallRecord call) {
        tally.requests++;
        tally.tokensIn += call.usage().promptTokens();
        tally.tokensOut += call.usage().completionTokens();
        if (call.status() == CANCELLED) {
            return;
        }
        if (call.status() >= 500) {
            tally.errors5xx++;
        } else if (call.status() >= 400) {
            tally.errors4xx++;
        }
        if (!call.servedEntity().isEmpty()) {
            tally.latency(call.latency());
            if (call.timeToFirstToken() != null) {
                tally.firstToken(call.timeToFirstToken());
            }
            tally.queued(call.queued());
            if (call.measures().interToken() != null) {
                tally.interToken(call.measures().interToken());
            }
        }
    }

    /**
     * The endpoints that there are now; of those that were told before and are gone, nothing stays
     * but their history on the disk.
     */
    public synchronized void endpoints(Set<String> names) {
        Set<String> gone = new HashSet<>(present);
        gone.removeAll(names);
        present = Set.copyOf(names);
        for (String endpoint : gone) {
            minutes.remove(endpoint);
            history.forget(endpoint);
            prometheus.forget(endpoint);
        }
    }

    /** The worker processes that run now; they are looked at until told otherwise. */
    public void watch(List<Worker> workers) {
        sampler.watch(workers);
    }

    private void sampled(List<WorkerSampler.Seen> workers) {
        long now = second();
        Map<Key, Tally> wholes = new HashMap<>();
        Map<Key, PrometheusText.Sample> samples = new HashMap<>();
        for (WorkerSampler.Seen seen : workers) {
            if (Double.isNaN(seen.cpuPercent())) {
                continue;
            }
            Key key = new Key(seen.worker().endpoint(), seen.worker().servedEntity());
            Tally sample = sample(seen);
            history.track(key).record(now, tally -> tally.add(sample));
            Tally whole = wholes.computeIfAbsent(Key.whole(key.endpoint()), ignored -> new Tally());
            whole.add(sample);
            whole.samples = 1; // the workers of one moment are one sample of the endpoint
            whole.gpuSamples = Math.min(1, whole.gpuSamples);
            samples.put(key, new PrometheusText.Sample(seen.cpuPercent(), seen.memoryBytes()));
        }
        wholes.forEach((key, sum) -> history.track(key).record(now, tally -> tally.add(sum)));
        prometheus.workers(samples);
        if (!samples.isEmpty()) {
            keeper.wake();
        }
    }

    private static Tally sample(WorkerSampler.Seen seen) {
        Tally sample = new Tally();
        sample.samples = 1;
        sample.cpu = seen.cpuPercent();
        sample.memory = seen.memoryBytes() / MEGABYTE;
        if (!Double.isNaN(seen.gpuPercent())) {
            sample.gpuSamples = 1;
            sample.gpu = seen.gpuPercent();
            sample.gpuMemory = seen.gpuMemoryBytes() / MEGABYTE;
        }
        return sample;
    }

    /**
     * A metric over a range that ends now, in about {@code points} steps (whole seconds, at least
     * one).
     *
     * @param servedEntity empty for the endpoint as a whole
     */
    public Series series(
            Metric metric, String endpoint, String servedEntity, Duration range, int points) {
        return series.series(metric, new Key(endpoint, servedEntity), range, points);
    }

    /** Numbers of the last minute, for tables; counted anew once a second. */
    public Snapshot lastMinute(String endpoint) {
        long now = second();
        return minutes.compute(
                        endpoint,
                        (name, last) ->
                                last != null && last.second() == now
                                        ? last
                                        : new Minute(now, minute(name, now)))
                .snapshot();
    }

    private Snapshot minute(String endpoint, long now) {
        Tally sum = history.recent(Key.whole(endpoint), now - MINUTE + 1, now + 1);
        return new Snapshot(
                sum.requests,
                sum.value(Metric.LATENCY_P50, MINUTE),
                sum.errors4xx + sum.errors5xx,
                sum.value(Metric.TOKENS_PER_SECOND, MINUTE));
    }

    /** All measures in Prometheus' text format. */
    public String prometheus() {
        return prometheus.text();
    }

    /** The last minute of an endpoint in the words of Databricks' metrics export. */
    public String databricks(String endpoint) {
        long now = second();
        Map<String, Tally> entities = new HashMap<>();
        for (String entity : servedEntities(endpoint, clock.instant().minusSeconds(MINUTE))) {
            Key key = new Key(endpoint, entity);
            entities.put(entity, history.recent(key, now - MINUTE + 1, now + 1));
        }
        return DatabricksText.of(
                endpoint,
                entities,
                new DatabricksText.Machine(
                        Runtime.getRuntime().availableProcessors(),
                        new SystemInfo().getHardware().getMemory().getTotal() / MEGABYTE));
    }

    /** Served entities of an endpoint that were ever measured since that time. */
    public List<String> servedEntities(String endpoint, Instant since) {
        TreeSet<String> names = new TreeSet<>(store.entities(endpoint, since.getEpochSecond()));
        history.tracks()
                .forEach((key, track) -> {
                    if (key.endpoint().equals(endpoint)
                            && !key.entity().isEmpty()
                            && track.lastEvent() >= since.getEpochSecond()) {
                        names.add(key.entity());
                    }
                });
        return List.copyOf(names);
    }

    /** Stores what is not stored yet. */
    @Override
    public void close() {
        sampler.close();
        keeper.close();
        prometheus.close();
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}
