package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;

import java.util.ArrayList;
import java.util.List;

/**
 * How an answer came about, as measured here.
 *
 * @param firstTokenMillis NaN where it was not streamed
 * @param stopReason in the dialect's word; empty where unknown
 */
record AnswerFacts(
        double firstTokenMillis,
        double totalMillis,
        int promptTokens,
        int completionTokens,
        String stopReason,
        String servedEntity) {

    /** Tokens a second after the first one; NaN where it cannot be known. */
    double tokensPerSecond() {
        double seconds = (totalMillis - firstTokenMillis) / 1000;
        return completionTokens < 2 || !(seconds > 0)
                ? Double.NaN
                : (completionTokens - 1) / seconds;
    }

    /** One line under an answer. */
    String line() {
        List<String> parts = new ArrayList<>();
        if (!Double.isNaN(firstTokenMillis)) {
            parts.add(Formats.millis(firstTokenMillis) + " to first token");
        }
        if (!Double.isNaN(tokensPerSecond())) {
            parts.add(Formats.rate(tokensPerSecond()) + " tokens/s");
        }
        if (completionTokens > 0) {
            parts.add(promptTokens + " → " + completionTokens + " tokens");
        }
        parts.add(Formats.millis(totalMillis));
        if (!stopReason.isEmpty()) {
            parts.add(stopReason);
        }
        return String.join(" · ", parts);
    }
}
