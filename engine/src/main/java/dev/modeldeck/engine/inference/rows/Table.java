package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows with cells, whichever form they were sent in.
 *
 * @param columns their names; empty when the cells were sent without
 * @param rows cells; a cell that was not sent is missing
 */
public record Table(List<String> columns, List<List<JsonNode>> rows) {

    private static final JsonNode MISSING = tools.jackson.databind.node.MissingNode.getInstance();

    public static Table read(TabularInput input) {
        return switch (input) {
            case TabularInput.Frame frame -> frame(frame);
            case TabularInput.Instances instances -> rows("instances", instances.rows());
            case TabularInput.Inputs inputs when inputs.value().isObject() ->
                    columns(inputs.value());
            case TabularInput.Inputs inputs -> rows("inputs", inputs.value());
        };
    }

    public static boolean missing(JsonNode cell) {
        return cell.isMissingNode();
    }

    public int width() {
        return rows.stream().mapToInt(List::size).max().orElse(columns.size());
    }

    private static Table frame(TabularInput.Frame frame) {
        int width = frame.columns().size();
        for (int i = 0; i < frame.rows().size(); i++) {
            int cells = frame.rows().get(i).size();
            if (cells != width) {
                throw invalid(
                        "Row %d has %d cells but there are %d columns."
                                .formatted(i + 1, cells, width));
            }
        }
        return new Table(frame.columns(), frame.rows());
    }

    private static Table rows(String what, JsonNode node) {
        if (!node.isArray()) {
            throw invalid("\"" + what + "\" must be an array with one element a row.");
        }
        List<JsonNode> elements = new ArrayList<>();
        node.forEach(elements::add);
        long objects = elements.stream().filter(JsonNode::isObject).count();
        if (objects == 0) {
            return new Table(List.of(), elements.stream().map(Table::cells).toList());
        }
        if (objects < elements.size()) {
            throw invalid("\"" + what + "\" mixes objects with other rows. Send all rows alike.");
        }
        Set<String> names = new LinkedHashSet<>();
        elements.forEach(row -> names.addAll(row.propertyNames()));
        List<List<JsonNode>> cells =
                elements.stream().map(row -> names.stream().map(row::path).toList()).toList();
        return new Table(List.copyOf(names), cells);
    }

    private static List<JsonNode> cells(JsonNode row) {
        if (!row.isArray()) {
            return List.of(row);
        }
        List<JsonNode> cells = new ArrayList<>();
        row.forEach(cells::add);
        return cells;
    }

    private static Table columns(JsonNode object) {
        List<String> names = List.copyOf(object.propertyNames());
        int height = -1;
        for (Map.Entry<String, JsonNode> column : object.properties()) {
            int size = column.getValue().isArray() ? column.getValue().size() : 1;
            if (height >= 0 && size != height) {
                throw invalid(
                        "Column \"%s\" has %d values but the columns before it have %d."
                                .formatted(column.getKey(), size, height));
            }
            height = size;
        }
        List<List<JsonNode>> rows = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            List<JsonNode> row = new ArrayList<>();
            for (String name : names) {
                JsonNode values = object.get(name);
                row.add(values.isArray() ? values.get(i) : values);
            }
            rows.add(row);
        }
        return new Table(names, rows);
    }

    /** The cells of one column of a signature, by its name or else its place; or missing ones. */
    public List<JsonNode> column(String name, int position) {
        int at = columns.isEmpty() || name.isEmpty() ? position : columns.indexOf(name);
        return rows.stream()
                .map(row -> at < 0 || at >= row.size() ? MISSING : orNull(row.get(at)))
                .toList();
    }

    private static JsonNode orNull(JsonNode cell) {
        return cell == null ? NullNode.getInstance() : cell;
    }

    private static EngineException invalid(String message) {
        return new EngineException(new Problem.Invalid(message));
    }
}
