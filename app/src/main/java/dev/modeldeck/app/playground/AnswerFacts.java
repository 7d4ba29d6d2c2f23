package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * How an answer came about, as the engine measured it.
 *
 * @param firstTokenMillis NaN where it was not streamed
 * @param stopReason in the dialect's word; empty where unknown
 * @param leftOut tokens of the prompt that were not read, as was asked
 * @param estimated whether the tokens were counted here, as the server told none
 * @param unheeded parameters that the server does not honour
 * @param server where the server itself says that the time went; null or empty where it does not
 */
record AnswerFacts(
        double firstTokenMillis,
        double totalMillis,
        int promptTokens,
        int completionTokens,
        String stopReason,
        String servedEntity,
        int leftOut,
        boolean estimated,
        @Nullable List<String> unheeded,
        @Nullable String server) {

    AnswerFacts {
        unheeded = unheeded == null ? List.of() : List.copyOf(unheeded);
    }

    /** Of a call that nothing came of. */
    static AnswerFacts none() {
        return new AnswerFacts(Double.NaN, 0, 0, 0, "", "", 0, false, List.of(), "");
    }

    @Override
    public List<String> unheeded() {
        return unheeded == null ? List.of() : unheeded;
    }

    /** Tokens a second after the first one; NaN where it cannot be known. */
    double tokensPerSecond() {
        double seconds = (totalMillis - firstTokenMillis) / 1000;
        return completionTokens < 2 || !(seconds > 0)
                ? Double.NaN
                : (completionTokens - 1) / seconds;
    }

    /** One line under an answer; how it ended only where that is not the usual way. */
    String line() {
        List<String> parts = new ArrayList<>();
        if (!Double.isNaN(firstTokenMillis)) {
            parts.add(Formats.millis(firstTokenMillis) + " first token");
        }
        if (!Double.isNaN(tokensPerSecond())) {
            parts.add(Formats.rate(tokensPerSecond()) + " tok/s");
        }
        if (completionTokens > 0) {
            parts.add((estimated ? "≈ " : "") + promptTokens + " → " + completionTokens + " tok");
        } else if (promptTokens > 0) {
            parts.add(promptTokens + " tok");
        }
        if (leftOut > 0) {
            parts.add(leftOut + " tok left out");
        }
        if (!unheeded().isEmpty()) {
            parts.add("ignored " + String.join(", ", unheeded()));
        }
        parts.add(Formats.millis(totalMillis));
        if (!stopReason.isEmpty() && !stopReason.equals("stop")) {
            parts.add(stopReason);
        }
        return String.join(" · ", parts);
    }

    /** Everything that is known, a figure a line. */
    String inFull(Texts texts) {
        List<String> lines = new ArrayList<>();
        if (!Double.isNaN(firstTokenMillis)) {
            lines.add(texts.get("facts.first", Formats.millis(firstTokenMillis)));
        }
        if (!Double.isNaN(tokensPerSecond())) {
            lines.add(texts.get("facts.speed", Formats.rate(tokensPerSecond())));
        }
        if (completionTokens > 0) {
            lines.add(texts.get("facts.tokens", promptTokens, completionTokens));
        } else if (promptTokens > 0) {
            lines.add(texts.get("facts.read", promptTokens));
        }
        if (estimated) {
            lines.add(texts.get("facts.estimated"));
        }
        if (!unheeded().isEmpty()) {
            lines.add(texts.get("facts.unheeded", String.join(", ", unheeded())));
        }
        if (leftOut > 0) {
            lines.add(texts.get("facts.leftOut", leftOut));
        }
        lines.add(texts.get("facts.total", Formats.millis(totalMillis)));
        if (server != null && !server.isEmpty()) {
            lines.add(texts.get("facts.server", server));
        }
        if (!stopReason.isEmpty()) {
            lines.add(texts.get("facts.reason", stopReason));
        }
        if (!servedEntity.isEmpty()) {
            lines.add(texts.get("facts.entity", servedEntity));
        }
        return String.join("\n", lines);
    }
}
