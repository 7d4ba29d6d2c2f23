package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.kernel.EngineException;

/**
 * Something that answers inference requests: a model in this process (inside a worker) or a server
 * that speaks a standard protocol. Safe to call from many threads at once.
 */
public interface Backend extends AutoCloseable {

    /**
     * Answers one request. Blocks; interrupting the calling thread cancels the work within one
     * token and throws a {@code Cancelled} problem. Text is passed to {@code chunks} as it is made,
     * and is complete in the result as well.
     *
     * @throws EngineException with the problem
     */
    InferenceResult answer(InferenceRequest request, ChunkListener chunks);

    @Override
    void close();
}
