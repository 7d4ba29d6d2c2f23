package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.local.text.constraint.regular.Lexical;
import dev.modeldeck.engine.local.text.constraint.regular.Regular;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Numbers as JSON writes them, and integers between bounds, compared digit by digit. */
final class NumberLanguage {

    static final Regular DIGIT = Regular.between('0', '9');
    static final Regular MINUS = Regular.of("-");
    static final Regular POINT = Regular.of(".");

    /** Of a number that may have a fraction: readers keep so many without rounding. */
    static final int MOST_DIGITS = 15;

    /** Of an integer: readers have 64 bits for it. */
    private static final int MOST_WHOLE_DIGITS = 18;

    /** Of a multiple of something, since each digit has a state for each remainder. */
    static final int MOST_MULTIPLE_DIGITS = 9;

    private static final Lexical ORDER = new Lexical('0', '9');

    private NumberLanguage() {}

    /** Any number that a reader can hold. */
    static Regular any() {
        Regular exponent =
                Regular.of("e")
                        .or(Regular.of("E"))
                        .then(Regular.of("+").or(MINUS).optional())
                        .then(DIGIT.repeated(1, 2));
        return MINUS.optional()
                .then(digits(MOST_DIGITS))
                .then(fraction(MOST_DIGITS))
                .then(exponent.optional());
    }

    static Regular anyWhole() {
        return MINUS.optional().then(digits(MOST_WHOLE_DIGITS));
    }

    /** Numbers within the rules' bounds; multiples are left to others. */
    static Regular within(NumberRules rules) {
        if (!rules.whole() && rules.places() > 0) {
            return new DecimalLanguage(rules).all();
        }
        int digits = rules.multiples().isEmpty() ? MOST_WHOLE_DIGITS : MOST_MULTIPLE_DIGITS;
        BigInteger largest = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
        BigInteger min = rules.min() == null ? null : least(rules.min(), rules.minExclusive());
        BigInteger max = rules.max() == null ? null : most(rules.max(), rules.maxExclusive());
        BigInteger from = min != null ? min : largest.negate().min(max == null ? largest : max);
        BigInteger to = max != null ? max : largest.max(from);
        Regular positive = integers(from.max(BigInteger.ZERO), to);
        Regular negative = integers(to.negate().max(BigInteger.ONE), from.negate());
        return positive.or(MINUS.then(negative));
    }

    private static BigInteger least(BigDecimal min, boolean exclusive) {
        BigInteger whole = min.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
        return exclusive && min.compareTo(new BigDecimal(whole)) == 0
                ? whole.add(BigInteger.ONE)
                : whole;
    }

    private static BigInteger most(BigDecimal max, boolean exclusive) {
        return least(max.negate(), exclusive).negate();
    }

    /** Integers from one to another, without a sign; none where the first is the larger. */
    static Regular integers(BigInteger min, BigInteger max) {
        List<Regular> ways = new ArrayList<>();
        int longest = max.signum() < 0 ? 0 : max.toString().length();
        for (int length = min.toString().length(); length <= longest; length++) {
            BigInteger shortest = length == 1 ? min : BigInteger.TEN.pow(length - 1);
            BigInteger from = min.max(shortest);
            BigInteger to = max.min(BigInteger.TEN.pow(length).subtract(BigInteger.ONE));
            if (from.compareTo(to) <= 0) {
                ways.add(ORDER.between(bytes(from), bytes(to)));
            }
        }
        return Regular.or(ways);
    }

    private static byte[] bytes(BigInteger number) {
        return number.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Digits before a point, without needless zeros. */
    static Regular digits(int most) {
        return Regular.of("0").or(Regular.between('1', '9').then(DIGIT.repeated(0, most - 1)));
    }

    /** A point and digits behind it, or nothing. */
    static Regular fraction(int most) {
        return most == 0 ? Regular.EMPTY : POINT.then(DIGIT.repeated(1, most)).optional();
    }
}
