package dev.modeldeck.engine.local.text;

import java.util.Arrays;

/**
 * A place for one sequence in the decoder, which remembers the beginning of the last prompt that
 * was read into it. Conversations send their whole past with each message: what is still there need
 * not be read again. Only whole pieces are kept, each computed exactly as it would be again, so an
 * answer does not depend on what was asked before. One request at a time changes it; others may
 * look whether it holds what they need.
 */
final class Slot {

    /** Prompt tokens that are read at once; between two pieces other requests have their turn. */
    static final int PIECE = 256;

    private final int index;
    private volatile int[] held = new int[0];

    Slot(int index) {
        this.index = index;
    }

    /** Its number in the decoder. */
    int index() {
        return index;
    }

    /** How many tokens of the prompt need not be read: whole pieces, and never all of it. */
    int shared(int[] prompt) {
        int[] now = held;
        int most = Math.min(now.length, (prompt.length - 1) / PIECE * PIECE);
        int different = Arrays.mismatch(now, 0, most, prompt, 0, most);
        return (different < 0 ? most : different) / PIECE * PIECE;
    }

    /** From now on the slot holds the whole pieces among the first tokens of the prompt. */
    void hold(int[] prompt, int count) {
        held = Arrays.copyOf(prompt, count / PIECE * PIECE);
    }
}
