package dev.modeldeck.app.logs;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.engine.requestlog.LoggedCall;

import org.jspecify.annotations.Nullable;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A row of the table in the words it shows.
 *
 * @param call null while the row is being read
 */
record LogRow(
        @Nullable LoggedCall call,
        String time,
        String endpoint,
        String servedEntity,
        String door,
        String status,
        String latency,
        String firstToken,
        String tokens,
        String speed) {

    /** Stands for a row that is being read. */
    static final LogRow READING = new LogRow(null, "…", "", "", "", "", "", "", "", "");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    static LogRow of(LoggedCall call) {
        return new LogRow(
                call,
                TIME.format(call.at().atZone(ZoneId.systemDefault())),
                call.endpoint(),
                call.servedEntity(),
                call.door(),
                Integer.toString(call.status()),
                millis(call.latencyMillis()),
                millis(call.timeToFirstTokenMillis()),
                call.tokensIn() + call.tokensOut() == 0
                        ? ""
                        : call.tokensIn() + " → " + call.tokensOut(),
                Double.isNaN(call.tokensPerSecond()) ? "" : Formats.rate(call.tokensPerSecond()));
    }

    /**
     * Milliseconds for short times, seconds from one minute's share on; empty where not measured.
     */
    static String millis(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value < 10
                ? String.format(Locale.ENGLISH, "%.1f ms", value)
                : value < 10_000
                        ? String.format(Locale.ENGLISH, "%,.0f ms", value)
                        : String.format(Locale.ENGLISH, "%.1f s", value / 1000);
    }

    /** 2 for success, 4 and 5 for errors, 0 while being read. */
    int statusClass() {
        return call == null ? 0 : call.status() / 100;
    }
}
