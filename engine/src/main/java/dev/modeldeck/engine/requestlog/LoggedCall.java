package dev.modeldeck.engine.requestlog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A row of the log. Times in milliseconds; NaN or null where not measured.
 *
 * @param sequence grows with time; the key of the row
 * @param problem what went wrong, in a sentence; null for a success
 */
public record LoggedCall(
        long sequence,
        String requestId,
        Instant at,
        String door,
        String dialect,
        String requester,
        String endpoint,
        String servedEntity,
        int status,
        double latencyMillis,
        double queuedMillis,
        double timeToFirstTokenMillis,
        int tokensIn,
        int tokensOut,
        double tokensPerSecond,
        boolean streamed,
        @Nullable String problem,
        Measures measures) {

    /**
     * What else the stopwatch said, see {@code CallMeasures}.
     *
     * @param estimated whether the tokens were counted here, as the server told none
     */
    public record Measures(
            double interTokenMillis,
            double longestGapMillis,
            double connectMillis,
            long bytesSent,
            long bytesReceived,
            boolean estimated) {}

    /**
     * The bodies of a call.
     *
     * @param note why a body is missing; empty where both are there
     */
    public record Bodies(@Nullable String request, @Nullable String answer, String note) {}
}
