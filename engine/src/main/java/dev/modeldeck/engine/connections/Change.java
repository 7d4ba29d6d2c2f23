package dev.modeldeck.engine.connections;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A value that a change gives or takes.
 *
 * @param path to it: {@code config.served_entities[chat-1].workload_size}; elements of an array are
 *     told apart by their names where they have some, so that their order is none of the changes,
 *     else by their place
 * @param before as JSON; empty for one that was not there
 * @param after as JSON; empty for one that goes
 */
public record Change(String path, String before, String after) {

    /** What tells the elements of an array apart, the first that all of them have. */
    private static final List<String> NAMES =
            List.of("name", "key", "served_entity_name", "served_model_name");

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
            List<String> names = names(node);
            IntStream.range(0, node.size())
                    .forEach(i -> collect(path + "[" + names.get(i) + "]", node.get(i), leaves));
        } else if (!path.isEmpty()) {
            leaves.put(path, node.toString());
        }
    }

    private static List<String> names(JsonNode array) {
        for (String key : NAMES) {
            List<String> names =
                    array.valueStream().map(element -> element.path(key).asString("")).toList();
            Set<String> different = new HashSet<>(names);
            if (different.size() == array.size() && !different.contains("")) {
                return names;
            }
        }
        return IntStream.range(0, array.size()).mapToObj(Integer::toString).toList();
    }
}
