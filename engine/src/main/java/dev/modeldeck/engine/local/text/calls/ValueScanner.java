package dev.modeldeck.engine.local.text.calls;

/** Finds the end of a JSON value while it is written. */
final class ValueScanner {

    private int depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;
    private boolean done;

    /** Whether a character is of the value; the first must not be white space. */
    boolean add(char c) {
        if (done) {
            return false;
        }
        if (inString) {
            inString(c);
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            return closed();
        } else if (depth == 0 && begun && (c == ',' || Character.isWhitespace(c))) {
            done = true;
            return false;
        }
        begun = true;
        return true;
    }

    private void inString(char c) {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
            done = depth == 0;
        }
    }

    private boolean closed() {
        boolean own = depth > 0;
        depth = Math.max(0, depth - 1);
        done = depth == 0;
        return own;
    }

    boolean begun() {
        return begun;
    }

    /** Whether the value is whole; of a number or word one knows only by what follows. */
    boolean done() {
        return done;
    }
}
