package dev.modeldeck.app.shell;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Finds by words in any order, each by its letters in order, not necessarily adjacent: {@code ctep}
 * finds "Create endpoint", as {@code endpoint cre} does. Runs of letters and starts of words count
 * more, the query as it stands most; shorter texts win ties.
 */
final class FuzzyMatch {

    private static final int NONE = -1;
    private static final int HIT = 1;
    private static final int RUN = 4;
    private static final int WORD_START = 6;

    private FuzzyMatch() {}

    /** The matching items, best first; all of them, in their order, for a blank query. */
    static <T> List<T> best(List<T> items, String query, Function<T, String> text) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return items;
        }
        record Scored<T>(T item, int score, int length) {}
        return items.stream()
                .map(item -> {
                    String candidate = text.apply(item).toLowerCase(Locale.ROOT);
                    return new Scored<>(item, score(wanted, candidate), candidate.length());
                })
                .filter(scored -> scored.score() != NONE)
                .sorted(
                        Comparator.<Scored<T>>comparingInt(scored -> -scored.score())
                                .thenComparingInt(Scored::length))
                .map(Scored::item)
                .toList();
    }

    /** Greater is better; {@code -1} when a letter of a word is missing. Both in lower case. */
    static int score(String wanted, String candidate) {
        int score = candidate.contains(wanted) ? WORD_START : 0;
        for (String word : wanted.split("\\s+")) {
            int run = candidate.indexOf(word);
            int each = run < 0 ? scattered(word, candidate) : together(word, candidate, run);
            if (each == NONE) {
                return NONE;
            }
            score += each;
        }
        return score;
    }

    private static int together(String word, String candidate, int at) {
        return word.length() * (HIT + RUN) + (startsWord(candidate, at) ? 2 * WORD_START : 0);
    }

    private static int scattered(String word, String candidate) {
        int score = 0;
        int at = 0;
        int last = -2;
        for (char letter : word.toCharArray()) {
            int found = candidate.indexOf(letter, at);
            if (found < 0) {
                return NONE;
            }
            score += HIT + (found == last + 1 ? RUN : 0);
            score += startsWord(candidate, found) ? WORD_START : 0;
            last = found;
            at = found + 1;
        }
        return score;
    }

    private static boolean startsWord(String text, int index) {
        return index == 0 || !Character.isLetterOrDigit(text.charAt(index - 1));
    }
}
