package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.rows.TensorValues;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.registry.Signature.Column;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tensors as the {@code predictions} of MLflow's protocol: an object a row where the signature
 * names the output columns, nested arrays where it does not, an object of arrays for several
 * tensors.
 */
final class Prediction {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Prediction() {}

    static JsonNode of(List<Tensor> outputs, @Nullable Signature signature) {
        List<Column> columns = signature == null ? List.of() : namedColumns(signature);
        List<Slice> slices = columns.isEmpty() ? List.of() : slices(outputs);
        if (!slices.isEmpty() && slices.size() == columns.size()) {
            return records(columns, slices);
        }
        return TensorValues.json(outputs);
    }

    /** One column of a tensor of one or two dimensions. */
    private record Slice(Tensor tensor, int column, int width) {
        JsonNode row(int row) {
            return TensorValues.at(tensor, row * width + column);
        }
    }

    private static List<Column> namedColumns(Signature signature) {
        List<Column> columns = new ArrayList<>();
        for (Signature.Field field : signature.outputs()) {
            if (!(field instanceof Column column) || column.name().isEmpty()) {
                return List.of();
            }
            columns.add(column);
        }
        return columns;
    }

    /** All columns of all tensors; empty where they are no table. */
    private static List<Slice> slices(List<Tensor> outputs) {
        List<Slice> slices = new ArrayList<>();
        for (Tensor tensor : outputs) {
            List<Long> shape = tensor.shape();
            if (shape.isEmpty()
                    || shape.size() > 2
                    || !shape.getFirst().equals(outputs.getFirst().shape().getFirst())) {
                return List.of();
            }
            int width = shape.size() == 1 ? 1 : Math.toIntExact(shape.get(1));
            for (int column = 0; column < width; column++) {
                slices.add(new Slice(tensor, column, width));
            }
        }
        return slices;
    }

    private static JsonNode records(List<Column> columns, List<Slice> slices) {
        int rows = Math.toIntExact(slices.getFirst().tensor().shape().getFirst());
        ArrayNode records = JSON.arrayNode(rows);
        for (int row = 0; row < rows; row++) {
            ObjectNode object = records.addObject();
            for (int c = 0; c < columns.size(); c++) {
                object.set(columns.get(c).name(), typed(columns.get(c), slices.get(c).row(row)));
            }
        }
        return records;
    }

    /** A model's float that stands for a whole number or a truth, as the signature says it. */
    private static JsonNode typed(Column column, JsonNode value) {
        if (!value.isNumber()) {
            return value;
        }
        return switch (column.type().toLowerCase(Locale.ROOT)) {
            case "integer", "long" ->
                    value.isIntegralNumber()
                            ? value
                            : JSON.numberNode(Math.round(value.doubleValue()));
            case "boolean" -> JSON.booleanNode(value.doubleValue() != 0);
            default -> value;
        };
    }
}
