package dev.modeldeck.engine.registry;

/**
 * Memory that a model needs at run time, in bytes.
 *
 * @param weights at the dtype chosen
 * @param keyValueCache context length × concurrency × bytes a token
 * @param overhead of the worker process itself: JVM and PyTorch
 */
public record MemoryEstimate(long weights, long keyValueCache, long overhead) {

    /**
     * What a worker needs before any weight, with some air: measured with a model of a few
     * kilobytes on Linux x86-64, 230 MB when it is ready and 260 MB after thousands of calls.
     */
    public static final long WORKER_OVERHEAD = 280L << 20;

    /**
     * The estimate for one worker.
     *
     * @param bytesPerNumber of weights and cache: 4 for f32, 2 for bf16 and fp16
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param concurrency requests that are answered side by side, each with a cache of its own
     */
    public static MemoryEstimate of(
            Inspection inspection, int bytesPerNumber, long contextLength, int concurrency) {
        Inspection.TextShape shape = inspection.shape();
        long context = contextLength > 0 ? contextLength : inspection.contextLength();
        long cache =
                shape == null
                        ? 0
                        : shape.keyValueBytesPerToken(bytesPerNumber) * context * concurrency;
        return new MemoryEstimate(inspection.parameters() * bytesPerNumber, cache, WORKER_OVERHEAD);
    }

    public long total() {
        return weights + keyValueCache + overhead;
    }
}
