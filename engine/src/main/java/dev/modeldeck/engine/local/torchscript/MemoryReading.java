package dev.modeldeck.engine.local.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * How fast the threads that compute read main memory, which bounds a model whose weights are all
 * read for every token. Measured as a sum over more numbers than caches hold: of PyTorch's
 * reductions the one that reads fastest.
 */
public final class MemoryReading implements AutoCloseable {

    /** What is read at once. */
    public static final long BYTES = 512L << 20;

    private final NDManager manager = TorchRuntime.newManager();
    private final NDArray numbers = manager.ones(new Shape(BYTES / Float.BYTES));

    /** Reads all of it. */
    public void read() {
        numbers.sum().close();
    }

    @Override
    public void close() {
        manager.close();
    }
}
