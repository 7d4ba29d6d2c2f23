package dev.modeldeck.engine.local.checkpoint;

import java.lang.foreign.Arena;

/** The tensors of a model by name. What it hands out is valid until it is closed. */
public interface Weights extends AutoCloseable {

    /**
     * A tensor that must be there.
     *
     * @param shape what the configuration says about it, outermost first
     * @throws dev.modeldeck.engine.kernel.EngineException if there is none of this name and shape
     */
    StoredTensor get(String name, long... shape);

    boolean has(String name);

    /** Memory that lives as long as this does, for tensors that are used where they lie. */
    Arena arena();

    /** Size of all tensors as they are stored. */
    long bytes();

    /** Closing again does nothing. */
    @Override
    void close();
}
