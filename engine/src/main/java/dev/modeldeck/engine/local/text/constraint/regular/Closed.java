package dev.modeldeck.engine.local.text.constraint.regular;

/** Words of another automaton, each with a byte at its end that is in none of them. */
public final class Closed implements Automaton {

    private static final int END = Integer.MAX_VALUE;

    private final Automaton inner;
    private final int closing;

    public Closed(Automaton inner, char closing) {
        this.inner = inner;
        this.closing = closing;
    }

    @Override
    public int start() {
        return inner.start();
    }

    @Override
    public int next(int state, int octet) {
        if (state == END) {
            return DEAD;
        }
        if (octet == closing) {
            return inner.accepts(state) ? END : DEAD;
        }
        return inner.next(state, octet);
    }

    @Override
    public boolean accepts(int state) {
        return state == END;
    }

    @Override
    public boolean ended(int state) {
        return state == END;
    }

    @Override
    public int alike(int state, int bytes) {
        return state == END ? END : inner.alike(state, bytes);
    }
}
