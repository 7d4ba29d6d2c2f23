package dev.modeldeck.app.metrics;

import java.time.Duration;

/** How far back the charts look. */
enum TimeRange {
    FIVE_MINUTES("5 min", Duration.ofMinutes(5), 1),
    THIRTY_MINUTES("30 min", Duration.ofMinutes(30), 2),
    TWO_HOURS("2 h", Duration.ofHours(2), 5),
    TWELVE_HOURS("12 h", Duration.ofHours(12), 30),
    ONE_DAY("24 h", Duration.ofDays(1), 30),
    SEVEN_DAYS("7 d", Duration.ofDays(7), 60),
    FOURTEEN_DAYS("14 d", Duration.ofDays(14), 60);

    /** Steps on a chart: about one for each three pixels of its width. */
    static final int POINTS = 150;

    private final String label;
    private final Duration span;
    private final int refreshSeconds;

    TimeRange(String label, Duration span, int refreshSeconds) {
        this.label = label;
        this.span = span;
        this.refreshSeconds = refreshSeconds;
    }

    Duration span() {
        return span;
    }

    /** How often it is worth to look again: a longer range changes more slowly. */
    Duration refresh() {
        return Duration.ofSeconds(refreshSeconds);
    }

    @Override
    public String toString() {
        return label;
    }
}
