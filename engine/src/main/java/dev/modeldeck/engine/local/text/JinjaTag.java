package dev.modeldeck.engine.local.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The inside of one tag of a template, spelled so that Jinjava reads it as Jinja does: with
 * brackets around what belongs together.
 */
final class JinjaTag {

    /** A string in quotes. Possessive: a long one must not recurse once per character. */
    static final String STRING = "'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"";

    private static final Pattern TOKEN =
            Pattern.compile("(?s)\\s+|" + STRING + "|\\w+|[=!<>]=|//|\\*\\*|.");

    /** After these a value is still to come. */
    private static final Set<String> BEFORE_VALUES =
            Set.of("and", "or", "not", "if", "elif", "else", "in", "is", "set", "for", "do");

    private static final Set<String> END_OF_NOT = Set.of("and", "or", "if", "else", ",", ":");

    private final List<String> tokens = new ArrayList<>();

    private JinjaTag(String text) {
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    /**
     * @param text between the braces of the tag
     */
    static String forJinjava(String text) {
        JinjaTag tag = new JinjaTag(text);
        tag.bracketNots();
        tag.bracketNamed();
        return String.join("", tag.tokens);
    }

    /** Jinja's {@code not} takes in comparisons and tests; Jinjava's does not. */
    private void bracketNots() {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).equals("not") && !afterValue(i) && !is(before(i), "is")) {
                int end = end(i + 1, END_OF_NOT);
                insertBrackets(i + 1, end, " (");
            }
        }
    }

    /** A named argument reaches to the next comma, whatever operators it has. */
    private void bracketNamed() {
        for (int i = tokens.size() - 1; i > 0; i--) {
            int name = before(i);
            if (!tokens.get(i).equals("=") || name < 0 || !tokens.get(name).matches("\\w+")) {
                continue;
            }
            int opening = before(name);
            if (is(opening, "(") || is(opening, ",") && depth(name) > 0) {
                insertBrackets(i + 1, end(i + 1, Set.of(",")), "(");
            }
        }
    }

    private void insertBrackets(int from, int end, String opening) {
        int last = end;
        while (last > from && tokens.get(last - 1).isBlank()) {
            last--;
        }
        int first = from;
        while (first < last && tokens.get(first).isBlank()) {
            first++;
        }
        if (last - first > 1) {
            tokens.add(last, ")");
            tokens.add(from, opening);
        }
    }

    /** Where an expression ends: at one of these tokens, or with the bracket around it. */
    private int end(int from, Set<String> ends) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (depth == 0 && ends.contains(token)) {
                return i;
            }
            depth += change(token);
            if (depth < 0) {
                return i;
            }
        }
        return tokens.size();
    }

    private int depth(int at) {
        return tokens.subList(0, at).stream().mapToInt(JinjaTag::change).sum();
    }

    private static int change(String token) {
        return switch (token) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }

    /** Whether a value stands before, so that {@code not} is part of {@code not in}. */
    private boolean afterValue(int at) {
        int before = before(at);
        if (before < 0) {
            return false;
        }
        String token = tokens.get(before);
        char last = token.charAt(token.length() - 1);
        return !BEFORE_VALUES.contains(token)
                && (Character.isLetterOrDigit(last) || "_)]}'\"".indexOf(last) >= 0);
    }

    private int before(int at) {
        int before = at - 1;
        while (before >= 0 && tokens.get(before).isBlank()) {
            before--;
        }
        return before;
    }

    private boolean is(int at, String token) {
        return at >= 0 && tokens.get(at).equals(token);
    }
}
