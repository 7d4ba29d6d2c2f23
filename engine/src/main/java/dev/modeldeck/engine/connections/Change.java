package dev.modeldeck.engine.connections;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A value that a change gives or takes.
 *
 * @param path to it: {@code config.served_entities[0].workload_size}
 * @param before as JSON; empty for one that was not there
 * @param after as JSON; empty for one that goes
 */
public record Change(String path, String before, String after) {

    /** All leaves in which the two differ, by their paths. */
    public static List<Change> between(JsonNode before, JsonNode after) {
        Map<String, String> old = leaves(before);
        Map<String, String> fresh = leaves(after);
        Map<String, String> all = new TreeMap<>(old);
        all.putAll(fresh);
        List<Change> changes = new ArrayList<>();
        for (String path : all.keySet()) {
            String was = old.getOrDefault(path, "");
            String is = fresh.getOrDefault(path, "");
            if (!was.equals(is)) {
                changes.add(new Change(path, was, is));
            }
        }
        return changes;
    }

    private static Map<String, String> leaves(JsonNode node) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", node, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(entry ->
                            collect(
                                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                                    entry.getValue(),
                                    leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            IntStream.range(0, node.size())
                    .forEach(i -> collect(path + "[" + i + "]", node.get(i), leaves));
        } else if (!path.isEmpty()) {
            leaves.put(path, node.toString());
        }
    }
}
