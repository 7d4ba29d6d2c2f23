package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.Precision;

/**
 * How many positions a decoder remembers of all its sequences together: as many as its requests can
 * ever need, or as the device's free memory holds. Main memory is taken only when a position is
 * first written.
 */
final class KeyValueMemory {

    /** The rest is for what a step computes, and for other programs. */
    private static final double SHARE = 0.8;

    private static final int FEWEST = 512;

    private KeyValueMemory() {}

    /**
     * @param each bytes of one position, see {@link #bytes}
     * @param free bytes of the device that are left when the weights are there
     * @param concurrency requests that are served side by side
     * @param context most positions of one of them
     */
    static int positions(long each, long free, int concurrency, int context) {
        long ample = (long) concurrency * context;
        long fitting = (long) (SHARE * free / each);
        long least = Math.min(FEWEST, context);
        return (int) Math.clamp(fitting, least, Math.clamp(ample, least, Integer.MAX_VALUE));
    }

    /** Bytes of one position: a key and a value of each head in each layer. */
    static long bytes(DecoderShape shape, Precision precision) {
        return 2L
                * shape.layers().size()
                * shape.attention().keys()
                * precision.activation().bytes();
    }
}
