package dev.modeldeck.engine.local.text.constraint.json;

import static dev.modeldeck.engine.local.text.constraint.json.NumberLanguage.DIGIT;
import static dev.modeldeck.engine.local.text.constraint.json.NumberLanguage.MINUS;
import static dev.modeldeck.engine.local.text.constraint.json.NumberLanguage.POINT;

import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers with a fraction between bounds, compared digit by digit. They have so few digits that a
 * reader who rounds to a double cannot round them across a bound.
 */
final class DecimalLanguage {

    /** Digits behind the point, unless the bounds have more. */
    private static final int USUAL_FRACTION = 6;

    private final @Nullable BigDecimal min;
    private final @Nullable BigDecimal max;
    private final boolean minExclusive;
    private final boolean maxExclusive;
    private final int whole;
    private final int fraction;

    DecimalLanguage(NumberRules rules) {
        this.min = rules.min();
        this.max = rules.max();
        this.minExclusive = rules.minExclusive();
        this.maxExclusive = rules.maxExclusive();
        int before = Math.max(before(min), before(max));
        int usual = Math.min(USUAL_FRACTION, rules.places());
        int left = Math.clamp(NumberLanguage.MOST_DIGITS - before, 0, usual);
        this.fraction = Math.max(left, Math.max(behind(min), behind(max)));
        int most =
                rules.multiples().isEmpty()
                        ? NumberLanguage.MOST_DIGITS - fraction
                        : NumberLanguage.MOST_MULTIPLE_DIGITS;
        this.whole = Math.max(before, most);
    }

    Regular all() {
        Regular positive = from(min, minExclusive).and(upTo(max, maxExclusive));
        Regular negative =
                from(negated(max), maxExclusive)
                        .and(upTo(negated(min), minExclusive))
                        // Zero itself is written without a sign.
                        .and(from(BigDecimal.ZERO, true));
        return positive.or(MINUS.then(negative));
    }

    private static int before(@Nullable BigDecimal bound) {
        return bound == null ? 1 : bound.abs().toBigInteger().toString().length();
    }

    private static int behind(@Nullable BigDecimal bound) {
        return bound == null ? 0 : digitsBehind(bound).length();
    }

    private static @Nullable BigDecimal negated(@Nullable BigDecimal bound) {
        return bound == null ? null : bound.negate();
    }

    /** Numbers without a sign that are not below a bound. */
    private Regular from(@Nullable BigDecimal bound, boolean exclusive) {
        if (bound == null || bound.signum() < 0 || (bound.signum() == 0 && !exclusive)) {
            return NumberLanguage.digits(whole).then(NumberLanguage.fraction(fraction));
        }
        BigInteger before = bound.toBigInteger();
        BigInteger largest = BigInteger.TEN.pow(whole).subtract(BigInteger.ONE);
        Regular above =
                NumberLanguage.integers(before.add(BigInteger.ONE), largest)
                        .then(NumberLanguage.fraction(fraction));
        String behind = digitsBehind(bound);
        Regular rest;
        if (behind.isEmpty()) {
            rest = exclusive ? POINT.then(notZero(fraction)) : NumberLanguage.fraction(fraction);
        } else {
            rest = POINT.then(atLeast(behind, 0, exclusive));
        }
        return above.or(Regular.of(before.toString()).then(rest));
    }

    /** Numbers without a sign that are not above a bound. */
    private Regular upTo(@Nullable BigDecimal bound, boolean exclusive) {
        if (bound == null) {
            return from(null, false);
        }
        if (bound.signum() < 0) {
            return Regular.NEVER;
        }
        BigInteger before = bound.toBigInteger();
        Regular below =
                NumberLanguage.integers(BigInteger.ZERO, before.subtract(BigInteger.ONE))
                        .then(NumberLanguage.fraction(fraction));
        String behind = digitsBehind(bound);
        Regular rest;
        if (behind.isEmpty()) {
            rest = exclusive ? Regular.NEVER : zeros(1, fraction);
        } else {
            rest = POINT.then(atMost(behind, 0, exclusive)).optional();
        }
        return below.or(Regular.of(before.toString()).then(rest));
    }

    /** Digits that as a fraction are no less than these from a place on. */
    private Regular atLeast(String digits, int at, boolean exclusive) {
        int left = fraction - at - 1;
        char digit = digits.charAt(at);
        Regular larger = range(digit + 1, '9').then(DIGIT.repeated(0, left));
        boolean last = at + 1 == digits.length();
        Regular equal =
                last
                        ? (exclusive ? notZero(left) : DIGIT.repeated(0, left))
                        : atLeast(digits, at + 1, exclusive);
        return larger.or(range(digit, digit).then(equal));
    }

    private Regular atMost(String digits, int at, boolean exclusive) {
        int left = fraction - at - 1;
        char digit = digits.charAt(at);
        Regular smaller = range('0', digit - 1).then(DIGIT.repeated(0, left));
        boolean last = at + 1 == digits.length();
        Regular equal =
                last
                        ? (exclusive ? Regular.NEVER : Regular.of("0").repeated(0, left))
                        // What ends here is smaller: the digits do not end with a zero.
                        : atMost(digits, at + 1, exclusive).optional();
        return smaller.or(range(digit, digit).then(equal));
    }

    /** So many digits at most, not all of them zero. */
    private static Regular notZero(int most) {
        Regular all = Regular.NEVER;
        for (int zeros = 0; zeros < most; zeros++) {
            all =
                    all.or(
                            Regular.of("0")
                                    .repeated(zeros, zeros)
                                    .then(range('1', '9'))
                                    .then(DIGIT.repeated(0, most - zeros - 1)));
        }
        return all;
    }

    private static Regular zeros(int min, int most) {
        return most == 0
                ? Regular.EMPTY
                : POINT.then(Regular.of("0").repeated(min, most)).optional();
    }

    private static Regular range(int first, int last) {
        return first > last ? Regular.NEVER : Regular.between(first, last);
    }

    /** Behind the point, without zeros at the end. */
    private static String digitsBehind(BigDecimal number) {
        BigDecimal behind = number.abs().remainder(BigDecimal.ONE).stripTrailingZeros();
        return behind.signum() == 0 ? "" : behind.toPlainString().substring(2);
    }
}
