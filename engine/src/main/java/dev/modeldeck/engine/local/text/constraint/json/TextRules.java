package dev.modeldeck.engine.local.text.constraint.json;

import java.util.ArrayList;
import java.util.List;

/**
 * What a string must satisfy.
 *
 * @param min characters at least
 * @param max characters at most
 * @param patterns regular expressions that are found in it
 * @param formats names of {@link Formats}
 */
record TextRules(int min, int max, List<String> patterns, List<String> formats) {

    static final TextRules NONE = new TextRules(0, Integer.MAX_VALUE, List.of(), List.of());

    TextRules {
        patterns = List.copyOf(patterns);
        formats = List.copyOf(formats);
    }

    TextRules andMin(int least) {
        return new TextRules(Math.max(min, least), max, patterns, formats);
    }

    TextRules andMax(int most) {
        return new TextRules(min, Math.min(max, most), patterns, formats);
    }

    TextRules andPattern(String pattern) {
        return new TextRules(min, max, with(patterns, pattern), formats);
    }

    TextRules andFormat(String format) {
        return new TextRules(min, max, patterns, with(formats, format));
    }

    /** Whether any string will do. */
    boolean none() {
        return equals(NONE);
    }

    private static List<String> with(List<String> some, String one) {
        if (some.contains(one)) {
            return some;
        }
        List<String> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }
}
