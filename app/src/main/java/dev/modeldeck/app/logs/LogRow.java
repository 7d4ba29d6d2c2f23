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

    /** Empty where it was not measured. */
    private static String millis(double value) {
        return Double.isNaN(value) ? "" : Formats.millis(value);
    }

    /** 2 for success, 4 and 5 for errors, 0 while being read. */
    int statusClass() {
        return call == null ? 0 : call.status() / 100;
    }
}
