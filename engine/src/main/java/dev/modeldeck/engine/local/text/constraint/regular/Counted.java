package dev.modeldeck.engine.local.text.constraint.regular;

/**
 * So many of one thing in a row, counted rather than written out: a text of at most a million
 * characters costs no more than one of ten. Of the thing, no word must be the beginning of another.
 */
public final class Counted implements Automaton {

    private final Automaton one;
    private final int states;
    private final int min;
    private final int max;

    /**
     * @param states of {@code one}, which are numbered from 0
     * @param max {@link Regular#ENDLESS} for any number
     */
    Counted(Automaton one, int states, int min, int max) {
        this.one = one;
        this.states = states;
        this.min = min;
        this.max = max;
    }

    /** Counts up to here; what lies beyond is all the same. */
    private int highest() {
        return max == Regular.ENDLESS ? min : max;
    }

    @Override
    public int start() {
        return one.start();
    }

    @Override
    public int next(int state, int octet) {
        int count = state / states;
        if (count == max) {
            return DEAD;
        }
        int next = one.next(state % states, octet);
        if (next == DEAD) {
            return DEAD;
        }
        return one.accepts(next)
                ? Math.min(count + 1, highest()) * states + one.start()
                : count * states + next;
    }

    @Override
    public boolean accepts(int state) {
        return state / states >= min && state % states == one.start();
    }

    @Override
    public boolean ended(int state) {
        return state / states == max;
    }

    /** What is far from either bound is as far from it as can be. */
    @Override
    public int alike(int state, int bytes) {
        int count = state / states;
        boolean farFromMax = max == Regular.ENDLESS || max - count > bytes;
        if (farFromMax && count + bytes < min) {
            return state % states;
        }
        return farFromMax && count >= min ? min * states + state % states : state;
    }
}
