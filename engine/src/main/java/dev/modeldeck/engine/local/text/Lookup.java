package dev.modeldeck.engine.local.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses how a text goes on: as it did the last time when the same three tokens came, in the
 * prompt or in the answer (Saxena 2023, "Prompt lookup decoding"). Code that is edited and passages
 * that are quoted are guessed at length.
 */
final class Lookup {

    private static final int GRAM = 3;
    private static final int BITS = 21;

    private final Map<Long, Integer> after = new HashMap<>();
    private int[] tokens;
    private int count;

    Lookup(int[] prompt) {
        tokens = Arrays.copyOf(prompt, prompt.length + 64);
        for (int token : prompt) {
            add(token);
        }
    }

    void add(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        // Where the last three were followed by something is known only now.
        if (count >= GRAM) {
            after.put(key(), count);
        }
        tokens[count++] = token;
    }

    /** What may follow, so many tokens at most; often nothing. */
    int[] guess(int most) {
        Integer from = count < GRAM || most < 1 ? null : after.get(key());
        return from == null
                ? new int[0]
                : Arrays.copyOfRange(tokens, from, Math.min(from + most, count));
    }

    private long key() {
        long key = 0;
        for (int i = count - GRAM; i < count; i++) {
            key = key << BITS | tokens[i];
        }
        return key;
    }
}
