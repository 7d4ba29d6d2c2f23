package dev.modeldeck.app.logs;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** How far back calls are wanted. */
enum SinceChoice {
    ANY(null),
    QUARTER(Duration.ofMinutes(15)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7));

    private final @Nullable Duration span;

    SinceChoice(@Nullable Duration span) {
        this.span = span;
    }

    /** As {@code CallFilter} takes it; null for any time. */
    @Nullable Instant from(Instant now) {
        return span == null ? null : now.minus(span);
    }
}
