package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.HashMap;
import java.util.Map;

/** Words that two automata accept. */
record Both(Automaton one, Automaton other) implements Machine<Both.Pair> {

    record Pair(int one, int other) {

        boolean dead() {
            return one == Automaton.DEAD || other == Automaton.DEAD;
        }
    }

    @Override
    public Pair start() {
        return new Pair(one.start(), other.start());
    }

    @Override
    public Pair next(Pair state, int octet) {
        return state.dead()
                ? state
                : new Pair(one.next(state.one, octet), other.next(state.other, octet));
    }

    @Override
    public boolean accepts(Pair state) {
        return !state.dead() && one.accepts(state.one) && other.accepts(state.other);
    }

    @Override
    public int[] columns() {
        int[] ofOne = one.columns();
        int[] ofOther = other.columns();
        Map<Pair, Integer> known = new HashMap<>();
        int[] columns = new int[256];
        for (int octet = 0; octet < columns.length; octet++) {
            Pair pair = new Pair(ofOne[octet], ofOther[octet]);
            columns[octet] = known.computeIfAbsent(pair, unknown -> known.size());
        }
        return columns;
    }
}
