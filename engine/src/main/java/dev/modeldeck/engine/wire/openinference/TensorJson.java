package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One tensor: {@code {name, shape, datatype, parameters?, data}}; data nested or flat. */
final class TensorJson {

    private static final long MOST_ELEMENTS = 1L << 27;

    private TensorJson() {}

    static Tensor parse(Fields fields) {
        String name = fields.requiredText("name");
        DataType type = type(fields, name);
        List<Long> shape = shape(fields, name);
        Fields parameters = parameters(fields);
        if (parameters.has("binary_data_size")) {
            throw Fields.wrong(name, "comes as binary data; send its values as JSON in \"data\".");
        }
        JsonNode data = fields.get("data");
        if (data == null) {
            throw Fields.wrong(name, "has no \"data\".");
        }
        List<JsonNode> values = new ArrayList<>();
        flatten(data, values);
        long wanted = elements(name, shape);
        if (values.size() != wanted) {
            throw Fields.wrong(
                    name,
                    "has "
                            + values.size()
                            + " values, but its shape "
                            + shape
                            + " asks for "
                            + wanted
                            + ".");
        }
        boolean base64 = "base64".equals(parameters.text("content_type"));
        Data read =
                type == DataType.BYTES
                        ? TextValues.parse(name, values, base64)
                        : NumberValues.parse(name, type, values);
        return new Tensor(name, type, shape, read);
    }

    static void write(ObjectNode json, Tensor tensor) {
        json.put("name", tensor.name()).put("datatype", tensor.datatype().name());
        ArrayNode shape = json.putArray("shape");
        tensor.shape().forEach(shape::add);
        switch (tensor.data()) {
            case Data.Fixed fixed ->
                    json.set("data", NumberValues.json(tensor.datatype(), fixed.bytes()));
            case Data.Strings strings -> {
                if (TextValues.isText(strings)) {
                    json.set("data", TextValues.json(strings));
                } else {
                    json.putObject("parameters").put("content_type", "base64");
                    json.set("data", TextValues.base64(strings));
                }
            }
        }
    }

    private static DataType type(Fields fields, String name) {
        String word = fields.text("datatype", "");
        return Arrays.stream(DataType.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Fields.wrong(
                                name,
                                "needs a \"datatype\" out of "
                                        + Arrays.stream(DataType.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    private static List<Long> shape(Fields fields, String name) {
        ArrayNode array = fields.array("shape");
        if (array == null) {
            throw Fields.wrong(name, "needs a \"shape\": an array of sizes.");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode size : array) {
            if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
                throw Fields.wrong(name, "has a shape with something else than sizes from 0 up.");
            }
            shape.add(size.longValue());
        }
        return shape;
    }

    private static long elements(String name, List<Long> shape) {
        if (shape.contains(0L)) {
            return 0;
        }
        long product = 1;
        for (long size : shape) {
            if (size > MOST_ELEMENTS / product) {
                throw Fields.wrong(name, "has a shape of more values than a request may hold.");
            }
            product *= size;
        }
        return product;
    }

    private static Fields parameters(Fields fields) {
        ObjectNode parameters = fields.object("parameters");
        return new Fields(parameters == null ? Json.object() : parameters);
    }

    private static void flatten(JsonNode data, List<JsonNode> into) {
        if (data.isArray()) {
            data.forEach(inner -> flatten(inner, into));
        } else if (data.isObject()) {
            throw EngineException.invalid("The data of a tensor must be values or arrays of them.");
        } else {
            into.add(data);
        }
    }
}
