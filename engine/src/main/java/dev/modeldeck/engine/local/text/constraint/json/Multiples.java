package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Automaton;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimals that are a multiple of something, as long division finds it: digit by digit the
 * remainder is kept. To be joined with an automaton that knows how decimals are written.
 */
final class Multiples implements Automaton {

    /** Larger steps would need too many states. */
    private static final BigInteger LARGEST = BigInteger.valueOf(10_000);

    private final int step;
    private final int places;

    private Multiples(int step, int places) {
        this.step = step;
        this.places = places;
    }

    /** Whether it is not too large. */
    static boolean possible(BigDecimal of) {
        BigDecimal plain = of.stripTrailingZeros();
        return of.signum() > 0
                && plain.setScale(Math.max(0, plain.scale())).unscaledValue().compareTo(LARGEST)
                        <= 0;
    }

    static Multiples of(BigDecimal of) {
        BigDecimal plain = of.stripTrailingZeros();
        int places = Math.max(0, plain.scale());
        return new Multiples(plain.setScale(places).unscaledValue().intValueExact(), places);
    }

    /** A state is the remainder, and how many digits stand behind the point: 0 before it. */
    private int state(int remainder, int behind) {
        return behind * step + remainder;
    }

    @Override
    public int start() {
        return state(0, 0);
    }

    @Override
    public int next(int state, int octet) {
        int remainder = state % step;
        int behind = state / step;
        if (octet == '-') {
            return state;
        }
        if (octet == '.') {
            return behind == 0 ? state(remainder, 1) : DEAD;
        }
        boolean digit = octet >= '0' && octet <= '9';
        if (!digit || behind > places) {
            // Further digits must be zeros.
            return digit && octet == '0' ? state : DEAD;
        }
        int next = (int) ((10L * remainder + octet - '0') % step);
        return state(next, behind == 0 ? 0 : behind + 1);
    }

    @Override
    public boolean accepts(int state) {
        long remainder = state % step;
        int digits = Math.max(0, state / step - 1);
        for (int i = digits; i < places; i++) {
            remainder = 10 * remainder % step;
        }
        return remainder == 0;
    }

    @Override
    public boolean ended(int state) {
        return false;
    }

    @Override
    public int[] columns() {
        int[] columns = new int[256];
        columns['-'] = 1;
        columns['.'] = 2;
        for (int digit = 0; digit < 10; digit++) {
            columns['0' + digit] = 3 + digit;
        }
        return columns;
    }
}
