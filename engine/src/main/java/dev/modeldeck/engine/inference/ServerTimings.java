package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Where a server says that the time of an answer went: a second opinion beside what is measured on
 * this side. A null means that it does not say.
 *
 * @param queue waiting before anything was done
 * @param load bringing the model into memory
 * @param prompt reading the prompt, without what was cached of it
 * @param generation writing the answer
 */
public record ServerTimings(
        @Nullable Duration queue,
        @Nullable Duration load,
        @Nullable Duration prompt,
        @Nullable Duration generation) {

    /** Null where nothing is told at all. */
    public static @Nullable ServerTimings of(
            @Nullable Duration queue,
            @Nullable Duration load,
            @Nullable Duration prompt,
            @Nullable Duration generation) {
        return queue == null && load == null && prompt == null && generation == null
                ? null
                : new ServerTimings(queue, load, prompt, generation);
    }
}
