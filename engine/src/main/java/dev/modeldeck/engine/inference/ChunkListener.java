package dev.modeldeck.engine.inference;

/**
 * Receives the pieces of a streamed answer on the calling thread, in order. An exception that it
 * throws cancels the call and reaches the caller.
 */
@FunctionalInterface
public interface ChunkListener {

    void onChunk(TextChunk chunk);

    /** For callers that want the whole answer only. */
    static ChunkListener none() {
        return chunk -> {};
    }
}
