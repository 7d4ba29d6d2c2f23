package dev.modeldeck.engine.worker;

import java.time.Duration;

/** What a parent says to its worker, a line each. */
sealed interface WorkerWord {

    /** Answer what runs, then end. */
    record Stop() implements WorkerWord {}

    /**
     * A request has passed its time limit and was cancelled: where one still runs a grace later, it
     * hangs in native code, and nothing but the end of the process helps.
     *
     * @param limit longest time of a request
     * @param grace for what computes to come to its end
     */
    record Overdue(Duration limit, Duration grace) implements WorkerWord {}

    default String line() {
        return switch (this) {
            case Stop _ -> "stop";
            case Overdue(Duration limit, Duration grace) ->
                    "overdue " + limit.toMillis() + " " + grace.toMillis();
        };
    }

    /** Lines that are no words mean the end: a parent that cannot be understood is lost. */
    static WorkerWord parse(String line) {
        String[] parts = line.split(" ", -1);
        return parts.length == 3 && parts[0].equals("overdue")
                ? new Overdue(millis(parts[1]), millis(parts[2]))
                : new Stop();
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }
}
