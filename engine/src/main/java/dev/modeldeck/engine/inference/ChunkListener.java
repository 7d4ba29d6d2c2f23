package dev.modeldeck.engine.inference;

/**
 * Receives the pieces of a streamed answer on the calling thread, in order. An exception that it
 * throws cancels the call and reaches the caller.
 */
@FunctionalInterface
public interface ChunkListener {

    void onChunk(TextChunk chunk);

    /** What the call to the server cost on the wire, once it is over, well or not. */
    default void onWire(WireFacts facts) {}

    /** For callers that want the whole answer only. */
    static ChunkListener none() {
        return chunk -> {};
    }
}
