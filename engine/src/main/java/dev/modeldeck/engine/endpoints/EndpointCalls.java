package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import java.time.Instant;

/**
 * The one path of every inference call: limits, traffic split, signature, time-out; then the
 * backend; then every {@link dev.modeldeck.engine.inference.CallListener}.
 */
public final class EndpointCalls {

    /**
     * An answer and who gave it.
     *
     * @param servedEntity name of the served entity
     */
    public record Answer(String servedEntity, InferenceResult result) {}

    /** Told which served entity answers, before the first piece of its answer. */
    @FunctionalInterface
    public interface Routed {
        void to(String servedEntity);
    }

    /**
     * Calls an endpoint. Blocks; interrupting cancels. Meant for virtual threads.
     *
     * @param endpoint its name as the caller wrote it; unknown ones are a not-found problem
     */
    public Answer call(
            String endpoint,
            InferenceRequest request,
            CallContext context,
            Routed routed,
            ChunkListener chunks) {
        throw new UnsupportedOperationException();
    }

    /** Records a call that was refused before it could be made, for example for malformed JSON. */
    public void refused(
            String endpoint,
            RequestId id,
            Instant startedAt,
            CallContext context,
            Problem problem) {
        throw new UnsupportedOperationException();
    }
}
