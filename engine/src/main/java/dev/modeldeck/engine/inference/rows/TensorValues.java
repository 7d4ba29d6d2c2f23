package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.Tensor;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The values of a tensor as JSON. What is no number in JSON (NaN, infinity) becomes null. */
public final class TensorValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TensorValues() {}

    /** One tensor as its values, several as an object of them by their names. */
    public static JsonNode json(List<Tensor> tensors) {
        if (tensors.size() == 1) {
            return nested(tensors.getFirst());
        }
        ObjectNode all = JSON.objectNode();
        tensors.forEach(tensor -> all.set(tensor.name(), nested(tensor)));
        return all;
    }

    /** Nested arrays of the tensor's shape; a tensor without dimensions is its value. */
    public static JsonNode nested(Tensor tensor) {
        return nested(tensor, 0, 0, Math.toIntExact(tensor.elements()));
    }

    /** The value at a row-major index. */
    public static JsonNode at(Tensor tensor, int index) {
        return switch (tensor.data()) {
            case Tensor.Data.Strings strings ->
                    JSON.stringNode(
                            StandardCharsets.UTF_8
                                    .decode(strings.values().get(index).duplicate())
                                    .toString());
            case Tensor.Data.Fixed fixed ->
                    fixed(
                            fixed.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN),
                            tensor.datatype(),
                            index * tensor.datatype().size());
        };
    }

    private static JsonNode nested(Tensor tensor, int depth, int from, int count) {
        List<Long> shape = tensor.shape();
        if (depth == shape.size()) {
            return at(tensor, from);
        }
        int size = Math.toIntExact(shape.get(depth));
        ArrayNode array = JSON.arrayNode(size);
        for (int i = 0; i < size; i++) {
            int each = count / size;
            array.add(nested(tensor, depth + 1, from + i * each, each));
        }
        return array;
    }

    private static JsonNode fixed(ByteBuffer bytes, Tensor.DataType type, int at) {
        return switch (type) {
            case BOOL -> JSON.booleanNode(bytes.get(at) != 0);
            case UINT8 -> JSON.numberNode(Byte.toUnsignedInt(bytes.get(at)));
            case INT8 -> JSON.numberNode((int) bytes.get(at));
            case UINT16 -> JSON.numberNode(Short.toUnsignedInt(bytes.getShort(at)));
            case INT16 -> JSON.numberNode((int) bytes.getShort(at));
            case UINT32 -> JSON.numberNode(Integer.toUnsignedLong(bytes.getInt(at)));
            case INT32 -> JSON.numberNode(bytes.getInt(at));
            case UINT64 ->
                    JSON.numberNode(
                            new java.math.BigInteger(Long.toUnsignedString(bytes.getLong(at))));
            case INT64 -> JSON.numberNode(bytes.getLong(at));
            case FP16 -> single(Float.float16ToFloat(bytes.getShort(at)));
            case BF16 -> single(Float.intBitsToFloat(bytes.getShort(at) << 16));
            case FP32 -> single(bytes.getFloat(at));
            case FP64 -> {
                double value = bytes.getDouble(at);
                yield Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
            }
            case BYTES -> throw new IllegalArgumentException("Texts have no fixed size");
        };
    }

    private static JsonNode single(float value) {
        return Float.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
    }
}
