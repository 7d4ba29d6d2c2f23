package dev.modeldeck.engine.inference;

/** Told of every call, from every door. Called on the thread of the call: be quick, never throw. */
public interface CallListener {

    /** A call was accepted for an endpoint and begins to wait or run. */
    default void started(String endpoint) {}

    /** The call is over, well or not. Follows each {@code started} once; may come without one. */
    void finished(CallRecord call);
}
