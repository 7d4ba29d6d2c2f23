package dev.modeldeck.engine.metrics;

import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.RequestId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts calls and samples workers; answers what the charts ask. */
public final class Metrics implements CallListener, AutoCloseable {

    @Override
    public void started(RequestId id, String endpoint) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finished(CallRecord call) {
        throw new UnsupportedOperationException();
    }

    /**
     * A metric over a range that ends now, in about {@code points} steps (whole seconds, at least
     * one).
     *
     * @param servedEntity empty for the endpoint as a whole
     */
    public Series series(
            Metric metric, String endpoint, String servedEntity, Duration range, int points) {
        throw new UnsupportedOperationException();
    }

    /** Numbers of the last minute, for tables. */
    public Snapshot lastMinute(String endpoint) {
        throw new UnsupportedOperationException();
    }

    /** All measures in Prometheus' text format. */
    public String prometheus() {
        throw new UnsupportedOperationException();
    }

    /** Served entities of an endpoint that were ever measured since that time. */
    public List<String> servedEntities(String endpoint, Instant since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /**
     * @param p50Millis NaN where there was no call
     * @param errors calls that ended with a status of 400 or more
     */
    public record Snapshot(
            double requestsPerMinute, double p50Millis, long errors, double tokensPerSecond) {}
}
