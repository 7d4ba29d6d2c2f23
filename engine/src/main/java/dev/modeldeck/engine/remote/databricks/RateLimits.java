package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits per minute: of the whole endpoint and of each user. Those of groups and service principals
 * stay as they are.
 */
final class RateLimits {

    private static final String LIMITS = "rate_limits";
    private static final List<String> KEYS = List.of("endpoint", "user");
    private static final List<String> UNITS = List.of("calls", "tokens");

    private RateLimits() {}

    static List<SettingSpec> settings() {
        return List.of(
                limit(
                        "endpoint_calls",
                        "Calls a minute",
                        "Of everybody together; empty for no limit."),
                limit(
                        "endpoint_tokens",
                        "Tokens a minute",
                        "Of everybody together; empty for no limit."),
                limit("user_calls", "Calls a minute and user", "Empty for no limit."),
                limit("user_tokens", "Tokens a minute and user", "Empty for no limit."));
    }

    static Map<String, String> present(JsonNode gateway) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : KEYS) {
            for (String unit : UNITS) {
                String value =
                        gateway.path(LIMITS)
                                .valueStream()
                                .filter(limit -> about(limit, key) && limit.has(unit))
                                .map(limit -> limit.path(unit).asString(""))
                                .findFirst()
                                .orElse("");
                values.put(key + "_" + unit, value);
            }
        }
        return values;
    }

    static void change(ObjectNode gateway, Values changed) {
        for (String key : KEYS) {
            for (String unit : UNITS) {
                if (changed.named(key + "_" + unit)) {
                    set(gateway.withArrayProperty(LIMITS), key, unit, changed);
                }
            }
        }
    }

    private static void set(ArrayNode limits, String key, String unit, Values changed) {
        String field = key + "_" + unit;
        ObjectNode limit =
                limits.valueStream()
                        .filter(one -> about(one, key) && one.has(unit))
                        .findFirst()
                        .map(ObjectNode.class::cast)
                        .orElseGet(() ->
                                limits.addObject().put("key", key).put("renewal_period", "minute"));
        changed.whole(field).ifPresent(value -> limit.put(unit, value));
        if (!changed.has(field)) {
            limit.remove(unit);
            limits.removeIf(one -> about(one, key) && UNITS.stream().noneMatch(one::has));
        }
    }

    private static boolean about(JsonNode limit, String key) {
        return limit.path("key").asString("endpoint").equals(key) && !limit.has("principal");
    }

    private static SettingSpec limit(String key, String label, String help) {
        return EntityForm.text(key, label, help);
    }
}
