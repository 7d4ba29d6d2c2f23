package dev.modeldeck.engine.local.text.constraint.gbnf;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.regular.CodePoints;

/** Reads a grammar's text piece by piece, past spaces, line ends and comments. */
final class Scanner {

    private final int[] text;
    private int at;

    Scanner(String text) {
        this.text = text.codePoints().toArray();
        skip();
    }

    boolean ended() {
        return at == text.length;
    }

    boolean at(String next) {
        for (int i = 0; i < next.length(); i++) {
            if (at + i >= text.length || text[at + i] != next.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean takes(String next) {
        if (!at(next)) {
            return false;
        }
        at += next.length();
        if (!next.equals("\"") && !next.equals("[")) {
            skip();
        }
        return true;
    }

    /** The name of a rule; empty where none comes. */
    String name() {
        StringBuilder name = new StringBuilder();
        while (at < text.length && isOfName(text[at])) {
            name.appendCodePoint(text[at++]);
        }
        skip();
        return name.toString();
    }

    /** Whether a rule begins here. */
    boolean atRule() {
        int before = at;
        boolean rule = !name().isEmpty() && at("::=");
        at = before;
        return rule;
    }

    /** A text up to its closing quote, which is taken. */
    String until(char quote) {
        StringBuilder all = new StringBuilder();
        for (int c = take(); c != quote; c = take()) {
            all.appendCodePoint(c == '\\' ? escaped() : c);
        }
        skip();
        return all.toString();
    }

    /** A class of characters behind its opening bracket. */
    CodePoints characters() {
        boolean others = at("^");
        at += others ? 1 : 0;
        CodePoints members = CodePoints.NONE;
        for (int c = take(); c != ']'; c = take()) {
            int first = c == '\\' ? escaped() : c;
            int last = first;
            if (at("-") && at + 1 < text.length && text[at + 1] != ']') {
                at++;
                int end = take();
                last = end == '\\' ? escaped() : end;
            }
            members = members.or(CodePoints.between(first, last));
        }
        skip();
        return others ? members.not() : members;
    }

    private int escaped() {
        int letter = take();
        return switch (letter) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            default -> letter;
        };
    }

    private int hexadecimal(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw wrong("a hexadecimal digit is missing");
            }
            value = 16 * value + digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw wrong("a character is written that there is not");
        }
        return value;
    }

    private int take() {
        if (at == text.length) {
            throw wrong("it ends too early");
        }
        return text[at++];
    }

    private void skip() {
        while (at < text.length && (Character.isWhitespace(text[at]) || text[at] == '#')) {
            if (text[at] == '#') {
                while (at < text.length && text[at] != '\n') {
                    at++;
                }
            } else {
                at++;
            }
        }
    }

    private static boolean isOfName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }

    EngineException wrong(String what) {
        int line = 1;
        for (int i = 0; i < Math.min(at, text.length); i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return EngineException.invalid(
                "The grammar cannot be used: %s (line %d).".formatted(what, line));
    }
}
