package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What the stopwatch said of a call beyond its length: the same definitions for every server.
 *
 * @param interToken mean time from one token of the answer to the next: from the first piece of
 *     text to the last, divided by the tokens after the first; null for fewer than two
 * @param longestGap longest time between two pieces of text; null for fewer than two
 * @param wire of the call to the server
 * @param estimated whether the counts of tokens are ours because the server told none: a piece of a
 *     stream counts as a token, and a prompt has a token for each four characters
 */
public record CallMeasures(
        @Nullable Duration interToken,
        @Nullable Duration longestGap,
        WireFacts wire,
        boolean estimated) {

    /** Of a call that came to nothing. */
    public static final CallMeasures NONE = new CallMeasures(null, null, WireFacts.NONE, false);
}
