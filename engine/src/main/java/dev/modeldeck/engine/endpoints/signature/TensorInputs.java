package dev.modeldeck.engine.endpoints.signature;

import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Signature.TensorField;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Rows and nested arrays for a model with a signature of tensors, or with none. */
final class TensorInputs {

    private final List<TensorField> fields;

    /**
     * @param fields empty for a model without a signature: then everything is float32
     */
    TensorInputs(List<TensorField> fields) {
        this.fields = fields;
    }

    List<Tensor> tensors(TabularInput input) {
        return switch (input) {
            case TabularInput.Frame frame -> frame(Table.read(frame));
            case TabularInput.Instances instances -> instances(instances.rows());
            case TabularInput.Inputs inputs -> inputs(inputs.value());
        };
    }

    private List<Tensor> frame(Table table) {
        boolean byName = fields.size() > 1 || fields.stream().anyMatch(f -> holds(table, f.name()));
        if (byName) {
            return fields.stream()
                    .map(field -> {
                        if (!table.columns().contains(field.name())) {
                            throw missing(field.name());
                        }
                        return stacked(field, table.column(field.name(), 0));
                    })
                    .toList();
        }
        List<JsonNode> cells = table.rows().stream().flatMap(List::stream).toList();
        int width = table.width();
        TensorField field = only();
        Tensor matrix =
                Values.tensor(
                        name(field),
                        type(field),
                        List.of((long) table.rows().size(), (long) width),
                        cells,
                        i -> Values.Place.cell(table.columns().get(i % width), i / width));
        return List.of(TensorChecks.shaped(matrix, field.shape()));
    }

    private static boolean holds(Table table, String name) {
        return !name.isEmpty() && table.columns().contains(name);
    }

    private List<Tensor> instances(JsonNode rows) {
        if (!rows.isArray()) {
            throw new EngineException(
                    new Problem.Invalid("\"instances\" must be an array with one element a row."));
        }
        List<JsonNode> elements = new ArrayList<>();
        rows.forEach(elements::add);
        boolean objects = elements.stream().anyMatch(JsonNode::isObject);
        if (!objects) {
            return List.of(tensor(onlyOf(rows), NestedArray.read(only().name(), rows)));
        }
        List<TensorField> wanted = fields.isEmpty() ? untyped(elements.getFirst()) : fields;
        return wanted.stream().map(f -> stacked(f, member(elements, f))).toList();
    }

    private List<JsonNode> member(List<JsonNode> rows, TensorField field) {
        String name =
                field.name().isEmpty() && !rows.isEmpty() ? sole(rows.getFirst()) : field.name();
        return rows.stream()
                .map(row -> {
                    JsonNode value = row.path(name);
                    if (value.isMissingNode()) {
                        throw missing(name);
                    }
                    return value;
                })
                .toList();
    }

    private List<Tensor> inputs(JsonNode value) {
        if (!value.isObject()) {
            return List.of(tensor(onlyOf(value), NestedArray.read(only().name(), value)));
        }
        List<TensorField> wanted = fields.isEmpty() ? untyped(value) : fields;
        List<Tensor> tensors = new ArrayList<>();
        for (TensorField field : wanted) {
            String name = field.name().isEmpty() ? sole(value) : field.name();
            JsonNode array = value.path(name);
            if (array.isMissingNode()) {
                throw missing(name);
            }
            tensors.add(tensor(field, NestedArray.read(name, array)));
        }
        return tensors;
    }

    private static Tensor stacked(TensorField field, List<JsonNode> rows) {
        List<NestedArray> arrays =
                rows.stream().map(row -> NestedArray.read(field.name(), row)).toList();
        return tensor(field, NestedArray.stack(field.name(), arrays));
    }

    private static Tensor tensor(TensorField field, NestedArray array) {
        return TensorChecks.shaped(array.tensor(name(field), type(field)), field.shape());
    }

    private static List<TensorField> untyped(JsonNode object) {
        return object.propertyNames().stream().map(TensorInputs::untyped).toList();
    }

    private static TensorField untyped(String name) {
        return new TensorField(name, "float32", List.of());
    }

    /** The one input of the model, for values that were sent without a name. */
    private TensorField only() {
        return fields.isEmpty() ? untyped("") : fields.getFirst();
    }

    private TensorField onlyOf(JsonNode sent) {
        if (fields.size() > 1) {
            String names = String.join(", ", fields.stream().map(TensorField::name).toList());
            throw new EngineException(
                    new Problem.Invalid(
                            "The model takes several inputs: %s. Send an object with these names, not %s."
                                    .formatted(names, Values.kind(sent))));
        }
        return only();
    }

    private static String sole(JsonNode object) {
        if (object.size() != 1) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The model takes one input without a name. Send its array alone."));
        }
        return object.propertyNames().iterator().next();
    }

    private static String name(TensorField field) {
        return field.name().isEmpty() ? ColumnInputs.MATRIX : field.name();
    }

    private static DataType type(TensorField field) {
        return NumpyTypes.of(field.dtype());
    }

    private EngineException missing(String name) {
        String names =
                fields.isEmpty()
                        ? ""
                        : " The model takes: "
                                + String.join(", ", fields.stream().map(TensorField::name).toList())
                                + ".";
        return new EngineException(
                new Problem.Invalid(
                        "Input \"" + name + "\" is missing. Send it in every row." + names, name));
    }
}
