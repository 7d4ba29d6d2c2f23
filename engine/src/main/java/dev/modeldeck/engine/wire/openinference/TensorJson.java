package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One tensor: {@code {name, shape, datatype, parameters?, data}}; data nested or flat, or behind
 * the JSON.
 */
final class TensorJson {

    private static final long MOST_ELEMENTS = 1L << 27;
    private static final String SIZE = "binary_data_size";

    private TensorJson() {}

    /** One whose values are JSON. */
    static Tensor parse(Fields fields) {
        return parse(fields, null);
    }

    /**
     * @param tail the bytes behind the JSON, moved on past those of this tensor; null for none
     */
    static Tensor parse(Fields fields, @Nullable ByteBuffer tail) {
        String name = fields.requiredText("name");
        DataType type = type(fields, name);
        List<Long> shape = shape(fields, name);
        Fields parameters = parameters(fields);
        Long size = parameters.whole(SIZE, 0, Integer.MAX_VALUE);
        if (size != null) {
            ByteBuffer own = next(name, size.intValue(), tail);
            Data read = TensorBytes.read(name, type, own, elements(name, shape));
            return new Tensor(name, type, shape, read);
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

    private static ByteBuffer next(String name, int size, @Nullable ByteBuffer tail) {
        if (tail == null) {
            throw Fields.wrong(name, "comes as binary data; send its values as JSON in \"data\".");
        }
        if (size > tail.remaining()) {
            throw Fields.wrong(name, "says it has more bytes than stand behind the JSON.");
        }
        ByteBuffer own = tail.slice(tail.position(), size);
        tail.position(tail.position() + size);
        return own;
    }

    /** Without values, which stand behind the JSON. */
    static void writeHead(ObjectNode json, Tensor tensor) {
        name(json, tensor);
        json.putObject("parameters").put(SIZE, TensorBytes.size(tensor));
    }

    private static void name(ObjectNode json, Tensor tensor) {
        json.put("name", tensor.name()).put("datatype", tensor.datatype().name());
        ArrayNode shape = json.putArray("shape");
        tensor.shape().forEach(shape::add);
    }

    static void write(ObjectNode json, Tensor tensor) {
        name(json, tensor);
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
        return named(fields.text("datatype", ""))
                .orElseThrow(() ->
                        Fields.wrong(
                                name,
                                "needs a \"datatype\" out of "
                                        + Arrays.stream(DataType.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    /** The type that a server tells of a model. */
    static DataType type(String word) {
        return named(word)
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Unsupported(
                                        "The model takes tensors of type \"%s\", which rows cannot become."
                                                .formatted(word))));
    }

    private static Optional<DataType> named(String word) {
        return Arrays.stream(DataType.values())
                .filter(type -> type.name().equals(word))
                .findFirst();
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
