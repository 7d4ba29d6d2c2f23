package dev.modeldeck.engine.wire.prometheus;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads a line such as {@code vllm:x_sum{model_name="a"} 1.5e3 1700000000000}, sign by sign. */
final class SampleLine {

    private final String line;
    private int at;

    private SampleLine(String line) {
        this.line = line;
    }

    /** Null for a line that is no sample: empty, a comment, or broken. */
    static @Nullable Sample parse(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() || stripped.charAt(0) == '#'
                ? null
                : new SampleLine(stripped).sample();
    }

    private @Nullable Sample sample() {
        String name = until("{ \t");
        Map<String, String> labels = new LinkedHashMap<>();
        skipBlanks();
        if (at < line.length() && line.charAt(at) == '{' && !labels(labels)) {
            return null;
        }
        skipBlanks();
        Double value = number(until(" \t"));
        // What follows is a time, or an exemplar: neither is of interest.
        return name.isEmpty() || value == null ? null : new Sample(name, labels, value);
    }

    /** Whether they end as they should. */
    private boolean labels(Map<String, String> labels) {
        at++;
        while (true) {
            while (at < line.length() && ", \t".indexOf(line.charAt(at)) >= 0) {
                at++;
            }
            if (at >= line.length()) {
                return false;
            }
            if (line.charAt(at) == '}') {
                at++;
                return true;
            }
            String key = until("=").strip();
            at++;
            skipBlanks();
            if (at >= line.length() || line.charAt(at) != '"') {
                return false;
            }
            String value = quoted();
            if (value == null) {
                return false;
            }
            labels.put(key, value);
        }
    }

    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < line.length()) {
                at++;
                char escaped = line.charAt(at);
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(c);
            }
        }
        return null;
    }

    private String until(String ends) {
        int from = at;
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(from, at);
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private static @Nullable Double number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "nan" -> Double.NaN;
            case "+inf", "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> plain(text);
        };
    }

    private static @Nullable Double plain(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }
}
