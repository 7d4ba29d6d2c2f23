package dev.modeldeck.engine.local.text.constraint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/** Makes up schemas that nest so deep, as plain maps and lists. */
final class RandomSchemas {

    private static final List<String> NAMES =
            List.of("id", "name", "a", "ab", "kind", "ünïcode", "with space", "q\"uote", "x-1", "");
    private static final List<String> PATTERNS =
            List.of(
                    "^[a-z]{1,6}$",
                    "[0-9]",
                    "^(?:x|yy|zzz)+$",
                    "^\\w+@\\w+$",
                    "^[^a-m]{2,5}$",
                    "é|☃");
    private static final List<String> FORMATS =
            List.of("date", "time", "date-time", "uuid", "ipv4", "ipv6", "hostname", "duration");

    private final Random random;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    Object next(int depth) {
        List<IntFunction<Object>> kinds =
                depth == 0
                        ? List.of(
                                d -> number(),
                                d -> text(),
                                d -> values(),
                                d -> Map.of("type", "boolean"))
                        : List.of(
                                this::object,
                                this::object,
                                this::array,
                                this::choice,
                                this::nullable,
                                d -> number(),
                                d -> text(),
                                this::joined);
        return kinds.get(random.nextInt(kinds.size())).apply(depth - 1);
    }

    private Map<String, Object> number() {
        Map<String, Object> schema = new LinkedHashMap<>();
        boolean whole = random.nextBoolean();
        schema.put("type", whole ? "integer" : "number");
        int min = random.nextInt(2000) - 1000;
        double scale = whole ? 1 : Math.pow(10, -random.nextInt(4));
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", round(min * scale));
        }
        if (random.nextBoolean()) {
            double max = (min + 2 + random.nextInt(3000)) * scale;
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", round(max));
        }
        if (whole && random.nextInt(3) == 0) {
            schema.put("multipleOf", 1 + random.nextInt(2));
        }
        return schema;
    }

    private static Object round(double value) {
        double rounded = Math.round(value * 1000) / 1000.0;
        return rounded == Math.rint(rounded) ? (Object) (long) rounded : (Object) rounded;
    }

    private Map<String, Object> text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        switch (random.nextInt(4)) {
            case 0 -> schema.put("pattern", pick(PATTERNS));
            case 1 -> schema.put("format", pick(FORMATS));
            case 2 -> {
                int min = random.nextInt(5);
                schema.put("minLength", min);
                schema.put("maxLength", min + random.nextInt(20));
            }
            default -> {}
        }
        return schema;
    }

    private Map<String, Object> values() {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            values.add(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(1000);
                        case 1 -> pick(NAMES);
                        case 2 -> List.of(i, "deep \\ \" \n");
                        default -> "v" + i;
                    });
        }
        return Map.of("enum", values);
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = pick(NAMES);
            properties.put(name, next(depth));
            if (random.nextBoolean() && !required.contains(name)) {
                required.add(name);
            }
        }
        schema.put("properties", properties);
        schema.put("required", required);
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.put("additionalProperties", next(0));
            case 2 -> schema.put("patternProperties", Map.of("^[h-k]", next(0)));
            default -> {}
        }
        if (random.nextInt(4) == 0) {
            schema.put("maxProperties", required.size() + 1);
        }
        return schema;
    }

    private Map<String, Object> array(int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        if (random.nextInt(3) == 0) {
            schema.put("prefixItems", List.of(next(depth), next(0)));
        }
        schema.put("items", next(depth));
        int min = random.nextInt(3);
        schema.put("minItems", min);
        schema.put("maxItems", min + random.nextInt(3));
        return schema;
    }

    private Map<String, Object> choice(int depth) {
        return Map.of("anyOf", List.of(next(depth), next(depth), next(0)));
    }

    private Map<String, Object> nullable(int depth) {
        return Map.of("anyOf", List.of(next(depth), Map.of("type", "null")));
    }

    private Map<String, Object> joined(int depth) {
        return Map.of("allOf", List.of(object(depth), Map.of("type", List.of("object", "string"))));
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
