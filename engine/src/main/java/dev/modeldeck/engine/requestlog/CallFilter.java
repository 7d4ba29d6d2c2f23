package dev.modeldeck.engine.requestlog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which rows are wanted; empty texts and nulls mean all.
 *
 * @param text found in the bodies, the problem or the request id
 * @param statusClass 2, 4 or 5; 0 for all
 */
public record CallFilter(
        String text, String endpoint, String door, int statusClass, @Nullable Instant since) {

    public static CallFilter all() {
        return new CallFilter("", "", "", 0, null);
    }
}
