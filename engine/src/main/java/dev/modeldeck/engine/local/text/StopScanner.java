package dev.modeldeck.engine.local.text;

import java.util.List;

/**
 * Watches a stream of text for texts at which it ends. Text that may be the beginning of one is
 * held back, so that no part of a stop text is ever given out, however it is cut into pieces.
 */
final class StopScanner {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean stopped;

    StopScanner(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** Adds a piece and returns what can be given out. */
    String add(String piece) {
        held.append(piece);
        int end = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (end < 0 || at < end)) {
                end = at;
            }
        }
        stopped = end >= 0;
        return take(stopped ? end : held.length() - possibleStart());
    }

    /** Whether a stop text has come; nothing is given out after it. */
    boolean stopped() {
        return stopped;
    }

    /** What was held back when the stream ends otherwise. */
    String finish() {
        return stopped ? "" : take(held.length());
    }

    private String take(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** Length of the longest end of the text with which a stop text begins. */
    private int possibleStart() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (stop.startsWith(held.substring(held.length() - n))) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
