package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A finished call as everybody who counts, logs or watches sees it.
 *
 * @param servedEntity the served entity that answered; empty where none was reached
 * @param status the HTTP status that the caller saw, or would have seen
 * @param problem what went wrong, null for a success
 * @param latency from the request's arrival to the last byte of the answer
 * @param queued time spent waiting for a free slot
 * @param timeToFirstToken null where no text was streamed
 * @param partialAnswer text that had been made when a call was cut short; null otherwise
 * @param measures what else the stopwatch said
 */
public record CallRecord(
        RequestId id,
        Instant startedAt,
        CallContext context,
        String endpoint,
        String servedEntity,
        int status,
        @Nullable Problem problem,
        Duration latency,
        Duration queued,
        @Nullable Duration timeToFirstToken,
        Usage usage,
        @Nullable InferenceResult result,
        @Nullable String partialAnswer,
        CallMeasures measures) {

    /** Tokens a second while the answer was written, after the first token; NaN where unknown. */
    public double tokensPerSecond() {
        if (timeToFirstToken == null || usage.completionTokens() < 2) {
            return Double.NaN;
        }
        double seconds = latency.minus(timeToFirstToken).toNanos() / 1e9;
        return seconds <= 0 ? Double.NaN : (usage.completionTokens() - 1) / seconds;
    }
}
