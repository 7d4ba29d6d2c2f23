package dev.modeldeck.engine.local.text.constraint.regular;

import java.util.BitSet;

/** A set of symbols: the 256 bytes, and two that stand for the begin and the end of a text. */
record Symbols(BitSet members) {

    static final int BEGIN = 256;
    static final int END = 257;
    static final int COUNT = 258;

    static Symbols of(int symbol) {
        return between(symbol, symbol);
    }

    static Symbols between(int first, int last) {
        BitSet members = new BitSet(COUNT);
        members.set(first, last + 1);
        return new Symbols(members);
    }

    Symbols or(Symbols others) {
        BitSet all = (BitSet) members.clone();
        all.or(others.members);
        return new Symbols(all);
    }

    boolean contains(int symbol) {
        return members.get(symbol);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }
}
