package dev.modeldeck.engine.local.text.constraint.regular;

/**
 * Words of one length in the order of a dictionary, as which both UTF-8 and decimals are ordered.
 */
public final class Lexical {

    private final int lowest;
    private final int highest;

    /** Over bytes from the lowest to the highest. */
    public Lexical(int lowest, int highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The words from one to another of the same length, both included. */
    public Regular between(byte[] first, byte[] last) {
        return between(first, last, 0);
    }

    private Regular between(byte[] first, byte[] last, int at) {
        if (at == first.length) {
            return Regular.EMPTY;
        }
        int from = first[at] & 0xFF;
        int to = last[at] & 0xFF;
        if (from == to) {
            return one(from).then(between(first, last, at + 1));
        }
        if (from > to) {
            return Regular.NEVER;
        }
        Regular inner = range(from + 1, to - 1).then(any(first.length - at - 1));
        return one(from)
                .then(atLeast(first, at + 1))
                .or(inner)
                .or(one(to).then(atMost(last, at + 1)));
    }

    /** Words as long as what is left of this one, and not before it. */
    private Regular atLeast(byte[] first, int at) {
        if (at == first.length) {
            return Regular.EMPTY;
        }
        int from = first[at] & 0xFF;
        return one(from)
                .then(atLeast(first, at + 1))
                .or(range(from + 1, highest).then(any(first.length - at - 1)));
    }

    private Regular atMost(byte[] last, int at) {
        if (at == last.length) {
            return Regular.EMPTY;
        }
        int to = last[at] & 0xFF;
        return one(to).then(atMost(last, at + 1))
                .or(range(lowest, to - 1).then(any(last.length - at - 1)));
    }

    private Regular any(int length) {
        return range(lowest, highest).repeated(length, length);
    }

    private static Regular one(int value) {
        return range(value, value);
    }

    private static Regular range(int first, int last) {
        return first > last ? Regular.NEVER : Regular.between(first, last);
    }
}
