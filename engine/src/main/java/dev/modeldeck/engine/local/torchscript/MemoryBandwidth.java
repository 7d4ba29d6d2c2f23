package dev.modeldeck.engine.local.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How fast the threads that compute read main memory: what bounds a model whose weights are all read
 * for every token. Measured as a sum over more numbers than caches hold.
 */
public final class MemoryBandwidth implements AutoCloseable {

    private static final long BYTES = 512L << 20;
    private static final int TIMES = 5;

    private final NDManager manager = TorchRuntime.newManager();
    private final NDArray numbers = manager.ones(new Shape(BYTES / Float.BYTES));

    /** GB in a second, at best of a few times. */
    public double measure() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            numbers.max().close();
            least = Math.min(least, System.nanoTime() - begin);
        }
        return (double) BYTES / least;
    }

    @Override
    public void close() {
        manager.close();
    }
}
