package dev.modeldeck.engine.registry;

/**
 * Memory that a model needs at run time, in bytes.
 *
 * @param weights as the worker keeps them
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
     * The estimate for one worker on this machine.
     *
     * @param dtype as in {@code ServedEntity.Compute}
     * @param device {@code cpu} or {@code cuda:0} …
     * @param contextLength most tokens of prompt and answer; 0 for the model's own
     * @param concurrency requests that are answered side by side, each with a cache of its own
     */
    public static MemoryEstimate of(
            Inspection inspection,
            String dtype,
            String device,
            long contextLength,
            int concurrency) {
        return of(
                inspection,
                NumberWidths.of(inspection, dtype, device, NumberWidths.halvesOnCpu()),
                contextLength,
                concurrency);
    }

    static MemoryEstimate of(
            Inspection inspection, NumberWidths widths, long contextLength, int concurrency) {
        Inspection.TextShape shape = inspection.shape();
        long context = contextLength > 0 ? contextLength : inspection.contextLength();
        long cache =
                shape == null
                        ? 0
                        : shape.keyValueBytesPerToken(widths.cache()) * context * concurrency;
        return new MemoryEstimate(weights(inspection, widths), cache, WORKER_OVERHEAD);
    }

    /** Encoders have large tables of words and small layers; the tables stay as they are stored. */
    private static long weights(Inspection inspection, NumberWidths widths) {
        Inspection.Encoder encoder = inspection.encoder();
        long maps = encoder == null ? inspection.parameters() : encoder.mapWeights();
        long others = Math.max(0, inspection.parameters() - maps);
        return (long) (maps * widths.weights()) + others * NumberWidths.stored(inspection);
    }

    /** With a second model in the same worker. */
    public MemoryEstimate with(MemoryEstimate other) {
        return new MemoryEstimate(
                weights + other.weights, keyValueCache + other.keyValueCache, overhead);
    }

    public long total() {
        return weights + keyValueCache + overhead;
    }
}
