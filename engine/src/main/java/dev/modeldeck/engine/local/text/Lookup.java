package dev.modeldeck.engine.local.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses that a text goes on as it did the last time when the same three tokens came, in the
 * prompt or in the answer (Saxena 2023, "Prompt lookup decoding"). Code that is edited and passages
 * that are quoted are guessed at length.
 */
final class Lookup implements Guesser {

    private static final int GRAM = 3;
    private static final int BITS = 21;

    private final Map<Long, Integer> after = new HashMap<>();

    /** How many tokens have been looked at. */
    private int seen = GRAM;

    @Override
    public int[] guess(int[] tokens, int count, int most) {
        // What follows the last three is not known yet.
        for (; seen < count; seen++) {
            after.put(key(tokens, seen), seen);
        }
        Integer from = count < GRAM ? null : after.get(key(tokens, count));
        return from == null
                ? new int[0]
                : Arrays.copyOfRange(tokens, from, Math.min(from + most, count));
    }

    /** The three tokens before that place. */
    private static long key(int[] tokens, int end) {
        long key = 0;
        for (int i = end - GRAM; i < end; i++) {
            key = key << BITS | tokens[i];
        }
        return key;
    }
}
