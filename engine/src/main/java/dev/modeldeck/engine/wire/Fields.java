package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a JSON object that a stranger sent. Absent and null are the same; a value of the
 * wrong type or out of range is an invalid-request problem that names the field.
 */
public final class Fields {

    private final ObjectNode body;
    private final Set<String> read = new HashSet<>();

    public Fields(ObjectNode body) {
        this.body = body;
    }

    public boolean has(String key) {
        return get(key) != null;
    }

    public @Nullable JsonNode get(String key) {
        read.add(key);
        JsonNode value = body.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** What nobody has asked for yet, but for nulls. */
    public Map<String, JsonNode> unread() {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        body.properties()
                .forEach(entry -> {
                    if (!read.contains(entry.getKey()) && !entry.getValue().isNull()) {
                        rest.put(entry.getKey(), entry.getValue());
                    }
                });
        return rest;
    }

    public @Nullable String text(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(key, "must be a string.");
        }
        return Json.wholeCharacters(value.stringValue());
    }

    public String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    public String requiredText(String key) {
        String text = text(key);
        if (text == null || text.isEmpty()) {
            throw wrong(key, "is required: a string that is not empty.");
        }
        return text;
    }

    public boolean flag(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(key, "must be true or false.");
        }
        return value.booleanValue();
    }

    /** A whole number; 5.0 counts as one. */
    public @Nullable Long whole(String key, long min, long max) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        String range = rangeOf(min, max);
        if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToLong()) {
            throw wrong(key, "must be a whole number" + range + ".");
        }
        long number = value.decimalValue().longValueExact();
        if (number < min || number > max) {
            throw wrong(key, "must be a whole number" + range + ", not " + number + ".");
        }
        return number;
    }

    public @Nullable Integer integer(String key, int min, int max) {
        Long value = whole(key, min, max);
        return value == null ? null : value.intValue();
    }

    public @Nullable Double number(String key, double min, double max) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        double number = value.isNumber() ? value.asDouble() : Double.NaN;
        if (!(number >= min && number <= max)) {
            throw wrong(key, "must be a number from " + plain(min) + " to " + plain(max) + ".");
        }
        return number;
    }

    public @Nullable ObjectNode object(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw wrong(key, "must be a JSON object.");
    }

    public @Nullable ArrayNode array(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw wrong(key, "must be an array.");
    }

    /** An array of objects, each as fields; empty where absent. */
    public List<Fields> objects(String key) {
        List<Fields> all = new ArrayList<>();
        ArrayNode array = array(key);
        if (array != null) {
            for (JsonNode item : array) {
                if (!(item instanceof ObjectNode object)) {
                    throw wrong(key, "must be an array of objects.");
                }
                all.add(new Fields(object));
            }
        }
        return all;
    }

    /** A string or an array of strings; empty where absent. */
    public List<String> texts(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(Json.wholeCharacters(value.stringValue()));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isString()) {
                throw wrong(key, "must be a string or an array of strings.");
            }
            texts.add(Json.wholeCharacters(item.stringValue()));
        }
        if (!value.isArray()) {
            throw wrong(key, "must be a string or an array of strings.");
        }
        return texts;
    }

    public ObjectNode body() {
        return body;
    }

    /** A problem with a field; the rest continues after {@code "key" }. */
    public static EngineException wrong(String key, String rest) {
        return new EngineException(new Problem.Invalid("\"" + key + "\" " + rest, key));
    }

    private static String rangeOf(long min, long max) {
        boolean bottom = min > Integer.MIN_VALUE;
        boolean top = max < Integer.MAX_VALUE;
        if (bottom && top) {
            return " from " + min + " to " + max;
        }
        return bottom ? " of at least " + min : top ? " of at most " + max : "";
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
