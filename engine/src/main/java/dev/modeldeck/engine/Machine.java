package dev.modeldeck.engine;

import java.util.List;

/**
 * What this machine has.
 *
 * @param memoryBytes in all
 * @param availableBytes that programs can still take
 */
public record Machine(
        String processor,
        int cores,
        long memoryBytes,
        long availableBytes,
        long diskFreeBytes,
        List<Compute> computes) {

    public Machine {
        computes = List.copyOf(computes);
    }

    /**
     * A device for the compute choice.
     *
     * @param id {@code cpu}, {@code cuda:0} …
     * @param ready whether models can be started on it: a card needs PyTorch's CUDA libraries
     */
    public record Compute(
            String id, String label, long totalBytes, long freeBytes, boolean ready) {}
}
