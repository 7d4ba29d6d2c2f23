package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangular nested JSON array.
 *
 * @param name of the input it was sent for; empty where it has none
 * @param shape sizes, outermost first; empty for a single value
 * @param leaves its values, row by row
 */
record NestedArray(String name, List<Long> shape, List<JsonNode> leaves) {

    /** Reads it; ragged arrays and objects within are refused. */
    static NestedArray read(String name, JsonNode node) {
        List<Long> shape = new ArrayList<>();
        JsonNode first = node;
        while (first.isArray()) {
            shape.add((long) first.size());
            if (first.isEmpty()) {
                break;
            }
            first = first.get(0);
        }
        List<JsonNode> leaves = new ArrayList<>();
        collect(name, node, 0, shape, leaves);
        return new NestedArray(name, shape, leaves);
    }

    /** Puts rows of the same shape under one another. */
    static NestedArray stack(String name, List<NestedArray> rows) {
        List<Long> shape = new ArrayList<>();
        shape.add((long) rows.size());
        List<JsonNode> leaves = new ArrayList<>();
        if (!rows.isEmpty()) {
            shape.addAll(rows.getFirst().shape());
        }
        for (NestedArray row : rows) {
            if (!row.shape().equals(rows.getFirst().shape())) {
                throw ragged(name);
            }
            leaves.addAll(row.leaves());
        }
        return new NestedArray(name, shape, leaves);
    }

    Tensor tensor(String tensorName, DataType type) {
        long rows = shape.isEmpty() ? 1 : Math.max(1, shape.getFirst());
        int each = (int) Math.max(1, leaves.size() / rows);
        return Values.tensor(
                tensorName,
                type,
                shape,
                leaves,
                i -> new Values.Place(words(name) + ", row " + (i / each + 1), name));
    }

    private static void collect(
            String name, JsonNode node, int depth, List<Long> shape, List<JsonNode> leaves) {
        if (depth == shape.size()) {
            if (node.isArray()) {
                throw ragged(name);
            }
            leaves.add(node);
            return;
        }
        if (!node.isArray() || node.size() != shape.get(depth)) {
            throw ragged(name);
        }
        for (JsonNode child : node) {
            collect(name, child, depth + 1, shape, leaves);
        }
    }

    private static EngineException ragged(String name) {
        return new EngineException(
                new Problem.Invalid(
                        words(name)
                                + ": the nested arrays have different lengths. All rows must have"
                                + " the same shape.",
                        name.isEmpty() ? null : name));
    }

    static String words(String name) {
        return name.isEmpty() ? "The input" : "Input \"" + name + "\"";
    }
}
