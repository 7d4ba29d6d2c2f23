package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.Arrays;

/**
 * Reads a word byte by byte and knows whether it may end. From every state some end can be reached.
 * Immutable.
 */
public interface Automaton {

    /** What is not a state: the word is none of the language's. */
    int DEAD = -1;

    int start();

    /** The state after a byte from 0 to 255; {@link #DEAD} where it must not follow. */
    int next(int state, int octet);

    boolean accepts(int state);

    /** Whether nothing can follow. */
    boolean ended(int state);

    /**
     * A state from which the words of so many bytes, and the ways they end, are the same: states
     * that are alike need not be looked at twice.
     */
    default int alike(int state, int bytes) {
        return state;
    }

    /** For each byte a column, numbered from 0: bytes of one column are never told apart. */
    default int[] columns() {
        int[] columns = new int[256];
        Arrays.setAll(columns, octet -> octet);
        return columns;
    }

    /** Whether a whole word is in the language. */
    default boolean accepts(byte[] word) {
        int state = start();
        for (byte octet : word) {
            state = next(state, octet & 0xFF);
            if (state == DEAD) {
                return false;
            }
        }
        return accepts(state);
    }
}
