package dev.modeldeck.engine.local.text.constraint.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a number must satisfy.
 *
 * @param whole whether it has no fraction
 * @param min null for none
 * @param max null for none
 * @param multiples it is a multiple of each of them
 */
record NumberRules(
        boolean whole,
        @Nullable BigDecimal min,
        boolean minExclusive,
        @Nullable BigDecimal max,
        boolean maxExclusive,
        List<BigDecimal> multiples) {

    static final NumberRules NONE = new NumberRules(false, null, false, null, false, List.of());

    NumberRules {
        multiples = List.copyOf(multiples);
    }

    NumberRules andWhole() {
        return new NumberRules(true, min, minExclusive, max, maxExclusive, multiples);
    }

    NumberRules andMin(BigDecimal bound, boolean exclusive) {
        int compared = min == null ? 1 : bound.compareTo(min);
        return compared < 0 || (compared == 0 && !exclusive)
                ? this
                : new NumberRules(whole, bound, exclusive, max, maxExclusive, multiples);
    }

    NumberRules andMax(BigDecimal bound, boolean exclusive) {
        int compared = max == null ? -1 : bound.compareTo(max);
        return compared > 0 || (compared == 0 && !exclusive)
                ? this
                : new NumberRules(whole, min, minExclusive, bound, exclusive, multiples);
    }

    NumberRules andMultipleOf(BigDecimal step) {
        List<BigDecimal> all = new ArrayList<>(multiples);
        all.add(step);
        return new NumberRules(whole, min, minExclusive, max, maxExclusive, all);
    }

    /** Digits behind the point that all multiples have; those of an integer have none. */
    int places() {
        return multiples.stream()
                .mapToInt(step -> Math.max(0, step.stripTrailingZeros().scale()))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    boolean accepts(BigDecimal number) {
        int toMin = min == null ? 1 : number.compareTo(min);
        int toMax = max == null ? -1 : number.compareTo(max);
        return (toMin > 0 || (toMin == 0 && !minExclusive))
                && (toMax < 0 || (toMax == 0 && !maxExclusive))
                && (!whole || number.remainder(BigDecimal.ONE).signum() == 0)
                && multiples.stream().allMatch(m -> number.remainder(m).signum() == 0);
    }

    /** Whether no number satisfies both. */
    boolean excludes(NumberRules other) {
        return apart(max, maxExclusive, other.min, other.minExclusive)
                || apart(other.max, other.maxExclusive, min, minExclusive);
    }

    private static boolean apart(
            @Nullable BigDecimal max,
            boolean maxExclusive,
            @Nullable BigDecimal min,
            boolean minExclusive) {
        if (max == null || min == null) {
            return false;
        }
        int compared = max.compareTo(min);
        return compared < 0 || (compared == 0 && (maxExclusive || minExclusive));
    }
}
