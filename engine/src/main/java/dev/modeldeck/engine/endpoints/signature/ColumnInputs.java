package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.inference.rows.RowTensors;
import dev.modeldeck.engine.inference.rows.Table;
import dev.modeldeck.engine.inference.rows.Values;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Signature.Column;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.StringNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows for a model with a signature of columns. As MLflow's PyTorch flavour does, columns that are
 * all numbers (or booleans) become one float32 matrix in the signature's order; otherwise each
 * column becomes a tensor of its own.
 */
final class ColumnInputs {

    private final List<Column> columns;

    ColumnInputs(List<Column> columns) {
        this.columns = columns;
    }

    boolean matrix() {
        return columns.stream().noneMatch(ColumnInputs::texts);
    }

    List<Tensor> tensors(Table table) {
        checkNames(table);
        List<List<JsonNode>> cells = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            cells.add(checked(columns.get(c), table.column(columns.get(c).name(), c), c));
        }
        long rows = table.rows().size();
        if (!matrix()) {
            List<Tensor> tensors = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) {
                String name = name(columns.get(c), c);
                DataType type = type(columns.get(c));
                tensors.add(
                        Values.tensor(
                                name,
                                type,
                                List.of(rows, 1L),
                                cells.get(c),
                                i -> Values.Place.cell(name, i)));
            }
            return tensors;
        }
        List<JsonNode> values = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            for (List<JsonNode> column : cells) {
                values.add(column.get(r));
            }
        }
        return List.of(
                Values.tensor(
                        RowTensors.UNNAMED,
                        DataType.FP32,
                        List.of(rows, (long) columns.size()),
                        values,
                        i ->
                                Values.Place.cell(
                                        name(columns.get(i % columns.size()), i % columns.size()),
                                        i / columns.size())));
    }

    private void checkNames(Table table) {
        if (table.rows().isEmpty()) {
            throw new EngineException(new Problem.Invalid("There are no rows. Send at least one."));
        }
        boolean named = columns.stream().noneMatch(c -> c.name().isEmpty());
        if (table.columns().isEmpty() || !named) {
            for (int r = 0; r < table.rows().size(); r++) {
                if (table.rows().get(r).size() != columns.size()) {
                    throw new EngineException(
                            new Problem.Invalid(
                                    "Row %d has %d values but the model takes %d: %s."
                                            .formatted(
                                                    r + 1,
                                                    table.rows().get(r).size(),
                                                    columns.size(),
                                                    all())));
                }
            }
        }
    }

    private List<JsonNode> checked(Column column, List<JsonNode> cells, int position) {
        List<JsonNode> checked = new ArrayList<>(cells.size());
        String name = name(column, position);
        boolean nowhere = cells.stream().allMatch(Table::missing);
        if (nowhere && column.required()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Column \"%s\" is missing. The model takes: %s.".formatted(name, all()),
                            name));
        }
        for (int row = 0; row < cells.size(); row++) {
            JsonNode cell = cells.get(row);
            if (cell.isNull() || cell.isMissingNode()) {
                if (column.required()) {
                    throw Values.invalid(Values.Place.cell(name, row), expected(column), cell);
                }
                checked.add(texts(column) ? new StringNode("") : new DoubleNode(Double.NaN));
            } else {
                checked.add(value(column, cell, Values.Place.cell(name, row)));
            }
        }
        return checked;
    }

    private JsonNode value(Column column, JsonNode cell, Values.Place place) {
        boolean fits =
                switch (column.type().toLowerCase(Locale.ROOT)) {
                    case "boolean" -> cell.isBoolean();
                    case "integer", "long" -> cell.isNumber() && cell.canConvertToExactIntegral();
                    case "float", "double" -> cell.isNumber();
                    default -> cell.isString();
                };
        if (!fits) {
            throw Values.invalid(place, expected(column), cell);
        }
        return cell.isBoolean() && matrix() ? new DoubleNode(cell.booleanValue() ? 1 : 0) : cell;
    }

    private static String expected(Column column) {
        return switch (column.type().toLowerCase(Locale.ROOT)) {
            case "boolean" -> "true or false";
            case "integer", "long" -> "a whole number";
            case "float", "double" -> "a number";
            default -> "a text";
        };
    }

    /** The type of a column that is sent as a tensor of its own. */
    static DataType type(Column column) {
        return switch (column.type().toLowerCase(Locale.ROOT)) {
            case "boolean" -> DataType.BOOL;
            case "integer" -> DataType.INT32;
            case "long" -> DataType.INT64;
            case "float" -> DataType.FP32;
            case "double" -> DataType.FP64;
            default -> DataType.BYTES;
        };
    }

    private static boolean texts(Column column) {
        return type(column) == DataType.BYTES;
    }

    static String name(Column column, int position) {
        return column.name().isEmpty() ? String.valueOf(position) : column.name();
    }

    private String all() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(name(columns.get(i), i));
        }
        return String.join(", ", names);
    }
}
