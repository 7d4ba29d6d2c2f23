package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallRecord;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** A call with its bodies, ready to be written. */
record LogEntry(CallRecord call, LoggedCall.Bodies bodies) {

    /** Renders the answer; not on the thread of the call, which must not wait for it. */
    static LogEntry of(CallRecord call) {
        String request = call.context().requestBody();
        String answer =
                call.result() == null
                        ? call.partialAnswer()
                        : call.context().answerBody().apply(call.result());
        String note = tooLong("request", request) + tooLong("answer", answer) + cut(call, answer);
        return new LogEntry(
                call,
                new LoggedCall.Bodies(
                        kept(request) ? request : null,
                        kept(answer) ? answer : null,
                        note.strip()));
    }

    private static boolean kept(@Nullable String body) {
        // a char takes at most three bytes, so most bodies need not be measured exactly
        return body == null
                || body.length() <= RequestLog.BODY_LIMIT / 3
                || (body.length() <= RequestLog.BODY_LIMIT
                        && body.getBytes(StandardCharsets.UTF_8).length <= RequestLog.BODY_LIMIT);
    }

    private static String tooLong(String which, @Nullable String body) {
        return kept(body) ? "" : "The " + which + " is longer than 1 MiB and was not kept. ";
    }

    private static String cut(CallRecord call, @Nullable String answer) {
        return call.result() == null && answer != null
                ? "The answer was cut short; this is the text until then."
                : "";
    }
}
