package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.Payload.TabularInput;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Rows and nested arrays as the tensors that a model takes. */
public final class RowTensors {

    /** Name under which the one input of a model is sent that has none. */
    public static final String UNNAMED = "input0";

    private final List<TensorInput> fields;

    /**
     * @param fields empty where it is not known what the model takes: then everything is float32
     */
    public RowTensors(List<TensorInput> fields) {
        this.fields = fields;
    }

    public List<Tensor> tensors(TabularInput input) {
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
        TensorInput field = only();
        Tensor matrix =
                Values.tensor(
                        name(field),
                        field.datatype(),
                        List.of((long) table.rows().size(), (long) width),
                        cells,
                        i -> Values.Place.cell(table.columns().get(i % width), i / width));
        return List.of(field.shaped(matrix));
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
        List<TensorInput> wanted = fields.isEmpty() ? untyped(elements.getFirst()) : fields;
        return wanted.stream().map(f -> stacked(f, member(elements, f))).toList();
    }

    private List<JsonNode> member(List<JsonNode> rows, TensorInput field) {
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
        List<TensorInput> wanted = fields.isEmpty() ? untyped(value) : fields;
        List<Tensor> tensors = new ArrayList<>();
        for (TensorInput field : wanted) {
            String name = field.name().isEmpty() ? sole(value) : field.name();
            JsonNode array = value.path(name);
            if (array.isMissingNode()) {
                throw missing(name);
            }
            tensors.add(tensor(field, NestedArray.read(name, array)));
        }
        return tensors;
    }

    private static Tensor stacked(TensorInput field, List<JsonNode> rows) {
        List<NestedArray> arrays =
                rows.stream().map(row -> NestedArray.read(field.name(), row)).toList();
        NestedArray stack = NestedArray.stack(field.name(), arrays);
        return field.column(stack.tensor(name(field), field.datatype()));
    }

    private static Tensor tensor(TensorInput field, NestedArray array) {
        return field.shaped(array.tensor(name(field), field.datatype()));
    }

    private static List<TensorInput> untyped(JsonNode object) {
        return object.propertyNames().stream().map(RowTensors::untyped).toList();
    }

    private static TensorInput untyped(String name) {
        return new TensorInput(name, DataType.FP32, List.of());
    }

    /** The one input of the model, for values that were sent without a name. */
    private TensorInput only() {
        return fields.isEmpty() ? untyped("") : fields.getFirst();
    }

    private TensorInput onlyOf(JsonNode sent) {
        if (fields.size() > 1) {
            String names = String.join(", ", fields.stream().map(TensorInput::name).toList());
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

    private static String name(TensorInput field) {
        return field.name().isEmpty() ? UNNAMED : field.name();
    }

    private EngineException missing(String name) {
        String names =
                fields.isEmpty()
                        ? ""
                        : " The model takes: "
                                + String.join(", ", fields.stream().map(TensorInput::name).toList())
                                + ".";
        return new EngineException(
                new Problem.Invalid(
                        "Input \"" + name + "\" is missing. Send it in every row." + names, name));
    }
}
