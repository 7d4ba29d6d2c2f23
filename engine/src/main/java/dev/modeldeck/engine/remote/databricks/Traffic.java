package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How calls are split.
 *
 * @param shares in percent, by the name of the served entity
 */
record Traffic(Map<String, Integer> shares) {

    static final String FIELD = "traffic";

    private static final int ALL = 100;

    /** Of a configuration as it was read. */
    static Traffic of(JsonNode config) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        config.at("/traffic_config/routes")
                .forEach(route ->
                        shares.put(entity(route), route.path("traffic_percentage").asInt(0)));
        return new Traffic(shares);
    }

    /** As a person typed it: {@code a=60, b=40}. */
    static Traffic parse(String text, List<String> entities) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        Pairs.parse(text, FIELD)
                .forEach((name, share) -> {
                    if (!entities.contains(name)) {
                        throw Fields.wrong(
                                FIELD,
                                "names \"%s\", which is not served. There are: %s."
                                        .formatted(name, String.join(", ", entities)));
                    }
                    shares.put(name, percent(share));
                });
        int sum = shares.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != ALL) {
            throw Fields.wrong(FIELD, "must add up to 100, not " + sum + ".");
        }
        return new Traffic(shares);
    }

    Map<String, String> written() {
        Map<String, String> texts = new LinkedHashMap<>();
        shares.forEach((name, share) -> texts.put(name, Integer.toString(share)));
        return texts;
    }

    Traffic without(String entity) {
        Map<String, Integer> others = new LinkedHashMap<>(shares);
        others.remove(entity);
        return new Traffic(others);
    }

    /** Puts it into a configuration that is to be sent. */
    void into(ObjectNode config) {
        ArrayNode routes = config.putObject("traffic_config").putArray("routes");
        shares.forEach((name, share) ->
                routes.addObject().put("served_model_name", name).put("traffic_percentage", share));
    }

    /** The entity that a route leads to, under its newer or its older name. */
    static String entity(JsonNode route) {
        return route.path("served_entity_name")
                .asString(route.path("served_model_name").asString(""));
    }

    private static int percent(String text) {
        try {
            int share = Integer.parseInt(text.replace("%", "").strip());
            if (share >= 0 && share <= ALL) {
                return share;
            }
        } catch (NumberFormatException e) {
            // the same sentence
        }
        throw Fields.wrong(FIELD, "has \"" + text + "\" where a number from 0 to 100 belongs.");
    }
}
