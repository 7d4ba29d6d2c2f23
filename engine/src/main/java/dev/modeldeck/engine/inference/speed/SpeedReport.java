package dev.modeldeck.engine.inference.speed;

import java.util.List;

/**
 * How fast a model is on a machine, and how quiet the machine was: figures of a busy one are worth
 * little.
 *
 * @param model as the person named it
 * @param processor its name
 * @param cores it has
 * @param threads that computed
 * @param loadBefore average of processes that wanted a core in the minute before; negative where
 *     the system does not tell
 * @param loadAfter the same when all was measured; what computes counts in it
 */
public record SpeedReport(
        String model,
        String processor,
        int cores,
        int threads,
        double loadBefore,
        double loadAfter,
        List<ModelSpeed> speeds) {

    public SpeedReport {
        speeds = List.copyOf(speeds);
    }
}
