package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One way to satisfy schemas, all of whose rules are joined: those of a type hold for values of
 * that type.
 *
 * @param values the only ones that are possible; null for any
 */
record Alternative(
        Set<JsonType> types,
        @Nullable List<JsonNode> values,
        NumberRules numbers,
        TextRules texts,
        ArrayRules arrays,
        ObjectRules objects) {

    /** Any value. */
    static final Alternative ANY =
            new Alternative(
                    EnumSet.allOf(JsonType.class),
                    null,
                    NumberRules.NONE,
                    TextRules.NONE,
                    ArrayRules.NONE,
                    ObjectRules.NONE);

    Alternative and(Set<JsonType> some) {
        Set<JsonType> both = EnumSet.copyOf(types);
        both.retainAll(some);
        return new Alternative(both, values, numbers, texts, arrays, objects);
    }

    Alternative and(List<JsonNode> some) {
        List<JsonNode> both = new ArrayList<>();
        for (JsonNode value : some) {
            boolean known = both.stream().anyMatch(other -> same(other, value));
            boolean possible = values == null || values.stream().anyMatch(v -> same(v, value));
            if (!known && possible) {
                both.add(value);
            }
        }
        return new Alternative(types, both, numbers, texts, arrays, objects);
    }

    Alternative with(NumberRules rules) {
        return new Alternative(types, values, rules, texts, arrays, objects);
    }

    Alternative with(TextRules rules) {
        return new Alternative(types, values, numbers, rules, arrays, objects);
    }

    Alternative with(ArrayRules rules) {
        return new Alternative(types, values, numbers, texts, rules, objects);
    }

    Alternative with(ObjectRules rules) {
        return new Alternative(types, values, numbers, texts, arrays, rules);
    }

    /** Equal as JSON: numbers by their value. */
    static boolean same(JsonNode one, JsonNode other) {
        return one.equals(Alternative::compare, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return decimal(one).compareTo(decimal(other));
        }
        return one.equals(other) ? 0 : 1;
    }

    /**
     * @throws EngineException if it is so large that it was read as infinite
     */
    static BigDecimal decimal(JsonNode number) {
        if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
            throw EngineException.invalid(
                    "The schema has a number that is too large. Use one below 1e308.");
        }
        return number.decimalValue();
    }
}
