package dev.modeldeck.engine.local.text.constraint.json;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.text.constraint.regular.Encoding;
import dev.modeldeck.engine.local.text.constraint.regular.Regex;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keywords of a schema that say something about values themselves. */
final class Keywords {

    private static final Map<String, Set<JsonType>> TYPES =
            Map.of(
                    "null", EnumSet.of(JsonType.NULL),
                    "boolean", EnumSet.of(JsonType.BOOLEAN),
                    "integer", EnumSet.of(JsonType.NUMBER),
                    "number", EnumSet.of(JsonType.NUMBER),
                    "string", EnumSet.of(JsonType.STRING),
                    "array", EnumSet.of(JsonType.ARRAY),
                    "object", EnumSet.of(JsonType.OBJECT));

    private final Complaints complaints;

    Keywords(Complaints complaints) {
        this.complaints = complaints;
    }

    /**
     * Joins what a schema says, but for what it says of other schemas.
     *
     * @param alone whether no other schema stands beside it, so that what others tell of is known
     */
    Alternative join(Alternative before, Place place, boolean alone) {
        Alternative joined = unevaluated(types(before, place), place, alone);
        joined = values(joined, place);
        joined = joined.with(numbers(joined.numbers(), place));
        joined = joined.with(texts(joined.texts(), place));
        joined = joined.with(arrays(joined.arrays(), place));
        return joined.with(objects(joined.objects(), place));
    }

    private static Alternative types(Alternative before, Place place) {
        JsonNode type = place.schema().path("type");
        if (type.isMissingNode()) {
            return before;
        }
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        boolean integer = false;
        boolean number = false;
        for (JsonNode one : type.isArray() ? type : List.of(type)) {
            Set<JsonType> known = one.isString() ? TYPES.get(one.stringValue()) : null;
            if (known == null) {
                throw Complaints.wrong(place, "type", "has " + one + ", which is no type");
            }
            types.addAll(known);
            integer |= one.stringValue().equals("integer");
            number |= one.stringValue().equals("number");
        }
        Alternative joined = before.and(types);
        return integer && !number ? joined.with(joined.numbers().andWhole()) : joined;
    }

    private Alternative unevaluated(Alternative before, Place place, boolean alone) {
        Alternative joined = before;
        for (String keyword : List.of("unevaluatedItems", "unevaluatedProperties")) {
            if (!place.schema().has(keyword)) {
                continue;
            }
            if (!alone) {
                complaints.cannot(
                        place, keyword, "it is supported only where its schema stands alone");
            } else if (keyword.equals("unevaluatedItems")) {
                joined = joined.with(joined.arrays().andUnevaluated(place.at(keyword)));
            } else {
                joined = joined.with(joined.objects().andUnevaluated(place.at(keyword)));
            }
        }
        return joined;
    }

    private static Alternative values(Alternative before, Place place) {
        Alternative joined = before;
        if (place.schema().has("const")) {
            joined = joined.and(List.of(place.schema().get("const")));
        }
        JsonNode values = place.schema().path("enum");
        if (values.isMissingNode()) {
            return joined;
        }
        if (!values.isArray() || values.isEmpty()) {
            throw Complaints.wrong(place, "enum", "must list at least one value");
        }
        return joined.and(values.valueStream().toList());
    }

    private NumberRules numbers(NumberRules before, Place place) {
        NumberRules rules = before;
        BigDecimal min = number(place, "minimum");
        BigDecimal max = number(place, "maximum");
        // Draft 4 says with a boolean whether the bound itself is excluded.
        boolean aboveMin = place.schema().path("exclusiveMinimum").asBoolean(false);
        boolean belowMax = place.schema().path("exclusiveMaximum").asBoolean(false);
        rules = min == null ? rules : rules.andMin(min, aboveMin);
        rules = max == null ? rules : rules.andMax(max, belowMax);
        if (!place.schema().path("exclusiveMinimum").isBoolean()) {
            BigDecimal above = number(place, "exclusiveMinimum");
            rules = above == null ? rules : rules.andMin(above, true);
        }
        if (!place.schema().path("exclusiveMaximum").isBoolean()) {
            BigDecimal below = number(place, "exclusiveMaximum");
            rules = below == null ? rules : rules.andMax(below, true);
        }
        BigDecimal step = number(place, "multipleOf");
        if (step == null) {
            return rules;
        }
        if (step.signum() <= 0) {
            throw Complaints.wrong(place, "multipleOf", "must be greater than 0");
        }
        if (!Multiples.possible(step)) {
            complaints.cannot(place, "multipleOf", "its digits make too large a number");
            return rules;
        }
        return rules.andMultipleOf(step);
    }

    private TextRules texts(TextRules before, Place place) {
        TextRules rules = before;
        Integer min = count(place, "minLength");
        Integer max = count(place, "maxLength");
        rules = min == null ? rules : rules.andMin(min);
        rules = max == null ? rules : rules.andMax(max);
        String pattern = text(place, "pattern");
        if (pattern != null && usable(place, pattern)) {
            rules = rules.andPattern(pattern);
        }
        String format = text(place, "format");
        if (format == null) {
            return rules;
        }
        if (Formats.pattern(format).isEmpty()) {
            complaints.cannot(place, "format", "\"" + format + "\" is not known here");
            return rules;
        }
        return rules.andFormat(format);
    }

    /** What no regular language can say is told at the schema's own place. */
    private boolean usable(Place place, String pattern) {
        try {
            Regex.within(pattern, Encoding.JSON_STRING);
            return true;
        } catch (EngineException e) {
            complaints.cannot(place, "pattern", e.problem().message());
            return false;
        }
    }

    private ArrayRules arrays(ArrayRules before, Place place) {
        JsonNode schema = place.schema();
        ArrayRules rules = before;
        Integer min = count(place, "minItems");
        Integer max = count(place, "maxItems");
        rules = min == null ? rules : rules.andMin(min);
        rules = max == null ? rules : rules.andMax(max);
        if (schema.path("uniqueItems").asBoolean(false)) {
            rules = rules.andUnique();
        }
        // Before 2020 a list of schemas stood under "items", and "additionalItems" followed it.
        boolean older = schema.path("items").isArray();
        String firstKey = older ? "items" : "prefixItems";
        String restKey = older ? "additionalItems" : "items";
        List<Place> first = new ArrayList<>();
        for (int i = 0; i < schema.path(firstKey).size() && schema.path(firstKey).isArray(); i++) {
            first.add(place.at(firstKey).at(i));
        }
        Place rest = schema.has(restKey) ? place.at(restKey) : null;
        return first.isEmpty() && rest == null
                ? rules
                : rules.and(new ArrayRules.Part(first, rest));
    }

    private ObjectRules objects(ObjectRules before, Place place) {
        JsonNode schema = place.schema();
        ObjectRules rules = before;
        Integer min = count(place, "minProperties");
        Integer max = count(place, "maxProperties");
        rules = min == null ? rules : rules.andMin(min);
        rules = max == null ? rules : rules.andMax(max);
        if (schema.path("required").isArray()) {
            rules = rules.andRequired(names(place, "required", schema.path("required")));
        }
        rules = schema.has("propertyNames") ? rules.andNames(place.at("propertyNames")) : rules;
        Map<String, Place> patterns = inside(place, "patternProperties");
        patterns.keySet().removeIf(pattern -> !usable(place.at("patternProperties"), pattern));
        Place others = schema.has("additionalProperties") ? place.at("additionalProperties") : null;
        ObjectRules.Part part = new ObjectRules.Part(inside(place, "properties"), patterns, others);
        boolean says = !part.properties().isEmpty() || !patterns.isEmpty() || others != null;
        return says ? rules.and(part) : rules;
    }

    private static Map<String, Place> inside(Place place, String keyword) {
        Map<String, Place> inside = new LinkedHashMap<>();
        if (place.schema().has(keyword)) {
            if (!place.schema().path(keyword).isObject()) {
                throw Complaints.wrong(place, keyword, "must be an object");
            }
            place.schema()
                    .path(keyword)
                    .propertyNames()
                    .forEach(name -> inside.put(name, place.at(keyword).at(name)));
        }
        return inside;
    }

    static List<String> names(Place place, String keyword, JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : list) {
            if (!name.isString()) {
                throw Complaints.wrong(place, keyword, "must be a list of names");
            }
            names.add(name.stringValue());
        }
        return names;
    }

    private static @Nullable BigDecimal number(Place place, String keyword) {
        JsonNode value = place.schema().path(keyword);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw Complaints.wrong(place, keyword, "must be a number");
        }
        return Alternative.decimal(value);
    }

    private static @Nullable Integer count(Place place, String keyword) {
        BigDecimal value = number(place, keyword);
        if (value == null) {
            return null;
        }
        if (value.signum() < 0 || value.remainder(BigDecimal.ONE).signum() != 0) {
            throw Complaints.wrong(place, keyword, "must be a count");
        }
        return value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
    }

    private static @Nullable String text(Place place, String keyword) {
        JsonNode value = place.schema().path(keyword);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isString()) {
            throw Complaints.wrong(place, keyword, "must be a string");
        }
        return value.stringValue();
    }
}
