package dev.modeldeck.engine.local.text.constraint.regular;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exactly these words, however many: a tree of their beginnings. */
public final class Words implements Automaton {

    /** The state after each state and byte. */
    private final Map<Integer, Integer> ways = new HashMap<>();

    private final BitSet ends = new BitSet();
    private final BitSet going = new BitSet();

    private Words(Collection<byte[]> words) {
        int states = 1;
        for (byte[] word : words) {
            int state = 0;
            for (byte octet : word) {
                going.set(state);
                Integer known = ways.putIfAbsent(way(state, octet & 0xFF), states);
                state = known == null ? states++ : known;
            }
            ends.set(state);
        }
    }

    /** At least one word. */
    public static Words of(Collection<byte[]> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no words");
        }
        return new Words(words);
    }

    public static Words of(String word) {
        return of(List.of(word.getBytes(StandardCharsets.UTF_8)));
    }

    private static int way(int state, int octet) {
        return state << 8 | octet;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int next(int state, int octet) {
        return ways.getOrDefault(way(state, octet), DEAD);
    }

    @Override
    public boolean accepts(int state) {
        return ends.get(state);
    }

    @Override
    public boolean ended(int state) {
        return !going.get(state);
    }
}
