package dev.modeldeck.app.metrics.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers and round times for axes. */
final class Ticks {

    private static final List<Duration> TIME_STEPS =
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofDays(2));

    private Ticks() {}

    /**
     * Values from 0 to at least {@code max} in steps of 1, 2 or 5 times a power of ten.
     *
     * @param wanted about how many steps
     */
    static List<Double> values(double max, int wanted) {
        double top = max > 0 ? max : 1;
        double rough = top / wanted;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        double step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i == 0 || ticks.getLast() < top; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Round local times within a span, at most {@code most} of them. */
    static List<Instant> times(Instant from, Instant to, int most, ZoneId zone) {
        Duration span = Duration.between(from, to);
        Duration step =
                TIME_STEPS.stream()
                        .filter(s -> span.dividedBy(s) <= most)
                        .findFirst()
                        .orElse(Duration.ofDays(7));
        ZonedDateTime midnight = from.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        long passed = Duration.between(midnight.toInstant(), from).dividedBy(step);
        List<Instant> ticks = new ArrayList<>();
        Instant tick = midnight.toInstant().plus(step.multipliedBy(passed));
        for (; !tick.isAfter(to); tick = tick.plus(step)) {
            if (!tick.isBefore(from)) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    /** How times of a span are written. */
    static DateTimeFormatter timeFormat(Duration span) {
        String pattern =
                span.compareTo(Duration.ofMinutes(10)) <= 0
                        ? "HH:mm:ss"
                        : span.compareTo(Duration.ofHours(25)) <= 0 ? "HH:mm" : "d MMM HH:mm";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** A number as short as it can be without lying: 0.25, 12.5, 1,234, 1.2M. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trimmed(value / 1e6, 1) + "M";
        }
        if (size >= 100) {
            return String.format(Locale.ENGLISH, "%,.0f", value);
        }
        return trimmed(value, size >= 10 ? 1 : 2);
    }

    private static String trimmed(double value, int digits) {
        String text = String.format(Locale.ENGLISH, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
