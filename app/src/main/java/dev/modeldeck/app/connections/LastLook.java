package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Health;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * When a server was looked at, or since when it cannot be.
 *
 * @param at null before the first look
 * @param took the look; empty where there was none that went well
 * @param trouble why it cannot be seen; empty where it can
 */
record LastLook(@Nullable Instant at, String took, String trouble) {

    private static final int MINUTE = 60;

    static LastLook of(Health health) {
        return switch (health) {
            case Health.Unknown _ -> new LastLook(null, "", "");
            case Health.Well(var _, Duration took, Instant at) ->
                    new LastLook(at, Formats.millis(took.toNanos() / 1e6), "");
            case Health.Troubled(var problem, Instant since, var _, Instant _) ->
                    new LastLook(since, "", problem.message());
        };
    }

    /** {@code 3 s ago, 12 ms}; {@code since 5 min}. */
    String words(Texts texts, Instant now) {
        if (at == null) {
            return texts.get("look.none");
        }
        String when = trouble.isEmpty() ? "look.well" : "look.troubled";
        boolean fresh = Duration.between(at, now).toSeconds() < 1;
        return texts.get(fresh ? when + ".now" : when, span(at, now), took);
    }

    /** To the second below a minute; further back nobody counts them. */
    private static String span(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        long minutes = seconds / MINUTE;
        if (minutes < MINUTE) {
            return minutes + " min";
        }
        long hours = minutes / MINUTE;
        return hours < 48 ? hours + " h" : hours / 24 + " days";
    }
}
