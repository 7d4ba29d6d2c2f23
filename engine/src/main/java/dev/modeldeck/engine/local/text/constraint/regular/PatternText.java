package dev.modeldeck.engine.local.text.constraint.regular;

import dev.modeldeck.engine.kernel.EngineException;

/** A regular expression's text, read character by character. */
final class PatternText {

    /** Instead of a character where there is none. */
    static final int NOTHING = -1;

    private final String text;
    private final int[] characters;
    private int at;

    PatternText(String text) {
        this.text = text;
        this.characters = text.codePoints().toArray();
    }

    int peek() {
        return at < characters.length ? characters[at] : NOTHING;
    }

    int take() {
        if (at == characters.length) {
            throw wrong("it ends too early");
        }
        return characters[at++];
    }

    /** Takes a text if it comes next. */
    boolean takes(String next) {
        int[] wanted = next.codePoints().toArray();
        for (int i = 0; i < wanted.length; i++) {
            if (at + i >= characters.length || characters[at + i] != wanted[i]) {
                return false;
            }
        }
        at += wanted.length;
        return true;
    }

    /** Everything before the next such character, which is taken too. */
    String until(char end) {
        StringBuilder before = new StringBuilder();
        for (int c = take(); c != end; c = take()) {
            before.appendCodePoint(c);
        }
        return before.toString();
    }

    /** So many hexadecimal digits. */
    int hexadecimal(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(take(), 16);
            if (digit < 0) {
                throw wrong("a hexadecimal digit is missing");
            }
            value = 16 * value + digit;
        }
        return value;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    EngineException wrong(String what) {
        return EngineException.invalid(
                "The regular expression \"%s\" cannot be used: %s (at character %d)."
                        .formatted(text, what, at));
    }
}
