package dev.modeldeck.engine.requestlog;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A filter as a condition.
 *
 * @param where without the word itself; empty when all rows are wanted
 * @param values to be bound
 */
record FilterSql(String where, Map<String, Object> values) {

    private static final int STATUS_CLASS = 100;

    static FilterSql of(CallFilter filter) {
        List<String> parts = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        if (!filter.endpoint().isEmpty()) {
            parts.add("endpoint = :endpoint");
            values.put("endpoint", filter.endpoint());
        }
        if (!filter.door().isEmpty()) {
            parts.add("door = :door");
            values.put("door", filter.door());
        }
        if (filter.statusClass() != 0) {
            parts.add("status >= :least AND status < :below");
            values.put("least", filter.statusClass() * STATUS_CLASS);
            values.put("below", (filter.statusClass() + 1) * STATUS_CLASS);
        }
        if (filter.since() != null) {
            parts.add("at >= :since");
            values.put("since", filter.since().toEpochMilli());
        }
        String words = words(filter.text());
        if (!words.isEmpty()) {
            parts.add(
                    "sequence IN (SELECT rowid FROM request_words WHERE request_words MATCH :words)");
            values.put("words", words);
        } else if (!filter.text().isBlank()) {
            parts.add("0"); // only signs: no word can match
        }
        return new FilterSql(String.join(" AND ", parts), values);
    }

    boolean all() {
        return where.isEmpty();
    }

    /**
     * Every word must occur, at least as a beginning; a single letter only as a word, as nearly all
     * rows have words that begin with it. Signs part words here as they do in the index.
     */
    private static String words(String text) {
        List<String> words = new ArrayList<>();
        for (String word :
                Normalizer.normalize(text, Normalizer.Form.NFC).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                words.add("\"" + word + (word.length() == 1 ? "\"" : "\"*"));
            }
        }
        return String.join(" ", words);
    }
}
