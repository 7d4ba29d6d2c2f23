package dev.modeldeck.app.controls;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How figures and times read, the same everywhere. */
public final class Formats {

    private static final String[] BYTE_UNITS = {"bytes", "KB", "MB", "GB", "TB"};
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);

    private Formats() {}

    /** In units of 1024: {@code 12.4 MB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < BYTE_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String figure = unit == 0 || value >= 100 ? format("%.0f", value) : format("%.1f", value);
        return figure + " " + (bytes == 1 ? "byte" : BYTE_UNITS[unit]);
    }

    /** {@code 950}, {@code 12.4 K}, {@code 3.1 M}, {@code 7.0 B}. */
    public static String count(long count) {
        if (count < 1_000) {
            return Long.toString(count);
        }
        if (count < 1_000_000) {
            return format("%.1f K", count / 1e3);
        }
        return count < 1_000_000_000
                ? format("%.1f M", count / 1e6)
                : format("%.1f B", count / 1e9);
    }

    /** All digits, in groups: {@code 1,234,567}. */
    public static String digits(long count) {
        return format("%,d", count);
    }

    public static String percent(double fraction) {
        return format("%.0f %%", fraction * 100);
    }

    /**
     * Milliseconds as {@code 0.8 ms}, {@code 124 ms}, {@code 2.31 s}, {@code 12.0 s}, {@code 1 min
     * 12 s}.
     */
    public static String millis(double millis) {
        if (millis < 10) {
            return format("%.1f ms", millis);
        }
        if (millis < 1_000) {
            return format("%.0f ms", millis);
        }
        if (millis < 60_000) {
            return format(millis < 10_000 ? "%.2f s" : "%.1f s", millis / 1_000);
        }
        long seconds = Math.round(millis / 1_000);
        return seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** Something a second: a tenth counts below a hundred only. */
    public static String rate(double perSecond) {
        return perSecond < 100 ? format("%.1f", perSecond) : format("%,.0f", perSecond);
    }

    /**
     * A divergence in nats, to four digits; what is less is said to be less, not nothing: {@code
     * 0.0067}, {@code < 0.0001}, {@code 0}.
     */
    public static String nats(double value) {
        return value > 0 && value < 1e-4 ? "< 0.0001" : format(value == 0 ? "%.0f" : "%.4f", value);
    }

    /** {@code just now}, {@code 5 min ago}, {@code 3 h ago}, {@code 2 days ago}, then the day. */
    public static String ago(Instant then, Instant now) {
        long seconds = Duration.between(then, now).toSeconds();
        if (seconds < 45) {
            return "just now";
        }
        long minutes = Math.max(1, seconds / 60);
        if (minutes < 60) {
            return minutes + " min ago";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + " h ago";
        }
        long days = hours / 24;
        if (days < 7) {
            return days == 1 ? "yesterday" : days + " days ago";
        }
        return day(then);
    }

    public static String ago(Instant then) {
        return ago(then, Instant.now());
    }

    public static String day(Instant instant) {
        return DAY.format(instant.atZone(ZoneId.systemDefault()));
    }

    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    /** Reads {@code 27 Nov 2026} as {@link #day(LocalDate)} writes it. */
    public static LocalDate parseDay(String text) {
        return LocalDate.parse(text, DAY);
    }

    /** Day and time to the second, in this machine's zone. */
    public static String moment(Instant instant) {
        return MOMENT.format(instant.atZone(ZoneId.systemDefault()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ENGLISH, pattern, values);
    }
}
