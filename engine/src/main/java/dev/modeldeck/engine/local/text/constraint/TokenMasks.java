package dev.modeldeck.engine.local.text.constraint;

import dev.modeldeck.engine.local.text.constraint.grammar.Grammar;
import dev.modeldeck.engine.local.text.constraint.grammar.State;
import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which tokens of a vocabulary may come next. Most tokens stay inside of the automaton that the
 * text is in (within a string nearly all do), whatever follows it: these are found once for each
 * state of it. Only those that reach beyond its end are walked anew each time. Safe for many
 * threads.
 */
final class TokenMasks {

    /** Bytes for what was found, for states of automata and for states of grammars. */
    private static final int MEMORY = 32 << 20;

    /** Fewer tokens than this are listed; more are marked. */
    private static final int FEW = 256;

    private record Inside(Automaton automaton, int state) {}

    /**
     * Tokens that stay inside of an automaton's word.
     *
     * @param exits nodes at which the word may be at its end, in the middle of longer tokens
     */
    private record Found(int[] few, long[] many, int[] exits) {

        void addTo(long[] mask) {
            for (int token : few) {
                mask[token >> 6] |= 1L << token;
            }
            for (int i = 0; i < many.length; i++) {
                mask[i] |= many[i];
            }
        }
    }

    private final TokenTrie trie;
    private final Map<Inside, Found> insides;
    private final Map<State, long[]> masks;

    TokenMasks(TokenTrie trie) {
        this.trie = trie;
        int most = Math.max(64, MEMORY / (words() * Long.BYTES + 1));
        this.insides = latest(most);
        this.masks = latest(most);
    }

    /** A bit for each token; to be read only. */
    long[] of(Grammar grammar, State state) {
        synchronized (masks) {
            long[] known = masks.get(state);
            if (known != null) {
                return known;
            }
        }
        long[] mask = new long[words()];
        for (State.Position position : state.positions()) {
            Found found = inside(position);
            found.addTo(mask);
            if (found.exits.length > 0) {
                beyond(grammar, grammar.after(position), found.exits, mask);
            }
        }
        synchronized (masks) {
            masks.put(state, mask);
        }
        return mask;
    }

    private int words() {
        return (trie.vocabulary + 63) / 64;
    }

    private Found inside(State.Position position) {
        int state = position.automaton().alike(position.state(), trie.longest);
        Inside key = new Inside(position.automaton(), state);
        synchronized (insides) {
            return insides.computeIfAbsent(key, this::find);
        }
    }

    private Found find(Inside inside) {
        Automaton automaton = inside.automaton;
        int[] states = new int[trie.longest + 1];
        states[0] = inside.state;
        IntStream.Builder exits = IntStream.builder();
        IntStream.Builder tokens = IntStream.builder();
        int node = 1;
        while (node < trie.octets.length) {
            int depth = trie.depths[node];
            int state = automaton.next(states[depth - 1], trie.octets[node] & 0xFF);
            if (state == Automaton.DEAD) {
                node = trie.ends[node];
                continue;
            }
            states[depth] = state;
            for (int t = trie.firstToken[node]; t >= 0; t = trie.sameToken[t]) {
                tokens.add(t);
            }
            if (trie.ends[node] > node + 1 && automaton.accepts(state)) {
                exits.add(node);
            }
            node = automaton.ended(state) ? trie.ends[node] : node + 1;
        }
        return found(tokens.build().toArray(), exits.build().toArray());
    }

    private Found found(int[] tokens, int[] exits) {
        if (tokens.length < FEW) {
            return new Found(tokens, new long[0], exits);
        }
        long[] marks = new long[words()];
        new Found(tokens, new long[0], exits).addTo(marks);
        return new Found(new int[0], marks, exits);
    }

    /** Tokens that go on with what follows the word, from the nodes where it may have ended. */
    private void beyond(Grammar grammar, State after, int[] exits, long[] mask) {
        if (after.ended()) {
            return;
        }
        State[] states = new State[trie.longest + 1];
        for (int exit : exits) {
            int top = trie.depths[exit];
            states[top] = after;
            int node = exit + 1;
            while (node < trie.ends[exit]) {
                int depth = trie.depths[node];
                State state = grammar.next(states[depth - 1], trie.octets[node] & 0xFF);
                if (state.dead()) {
                    node = trie.ends[node];
                    continue;
                }
                states[depth] = state;
                for (int t = trie.firstToken[node]; t >= 0; t = trie.sameToken[t]) {
                    mask[t >> 6] |= 1L << t;
                }
                node++;
            }
        }
    }

    private static <K, V> Map<K, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
