package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.kernel.RequestId;

/** Told of every call, from every door. Called on the thread of the call: be quick, never throw. */
public interface CallListener {

    /** A call was accepted for an endpoint and begins to wait or run. */
    default void started(RequestId id, String endpoint) {}

    /** A started call has got its slot, and this served entity begins to answer it. */
    default void routed(RequestId id, String endpoint, String servedEntity) {}

    /** The call is over, well or not. Follows each {@code started} once; may come without one. */
    void finished(CallRecord call);
}
