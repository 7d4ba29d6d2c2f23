package dev.modeldeck.engine.inference.rows;

import dev.modeldeck.engine.inference.BFloat16;
import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import tools.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** JSON values as the bytes of a tensor. Messages name the place, never the value. */
public final class Values {

    private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private Values() {}

    /**
     * A tensor of these values.
     *
     * @param place names where the value of an index was sent, for the message
     */
    public static Tensor tensor(
            String name,
            DataType type,
            List<Long> shape,
            List<JsonNode> values,
            IntFunction<Place> place) {
        if (type == DataType.BYTES) {
            List<ByteBuffer> texts = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                texts.add(text(values.get(i), i, place));
            }
            return new Tensor(name, type, shape, new Tensor.Data.Strings(texts));
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.size(), type.size()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.size(); i++) {
            put(bytes, type, values.get(i), i, place);
        }
        return new Tensor(name, type, shape, new Tensor.Data.Fixed(bytes.flip()));
    }

    /**
     * Where a value stands.
     *
     * @param words for example {@code Column "x", row 3}
     * @param field name of the column or input
     */
    public record Place(String words, String field) {

        /** Rows count from 1, as a person counts them. */
        public static Place cell(String column, int row) {
            return new Place("Column \"" + column + "\", row " + (row + 1), column);
        }
    }

    public static EngineException invalid(Place place, String expected, JsonNode found) {
        return new EngineException(
                new Problem.Invalid(
                        place.words() + ": expected " + expected + " but got " + kind(found) + ".",
                        place.field()));
    }

    /** What a value is, without telling the value. */
    static String kind(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "nothing (null)";
        } else if (node.isString()) {
            return "a text";
        } else if (node.isBoolean()) {
            return "true or false";
        } else if (node.isIntegralNumber()) {
            return "a whole number";
        } else if (node.isNumber()) {
            return "a number with decimals";
        } else if (node.isArray()) {
            return "an array";
        }
        return "an object";
    }

    private static ByteBuffer text(JsonNode value, int index, IntFunction<Place> place) {
        if (!value.isString()) {
            throw invalid(place.apply(index), "a text", value);
        }
        return ByteBuffer.wrap(value.stringValue().getBytes(StandardCharsets.UTF_8));
    }

    private static void put(
            ByteBuffer bytes, DataType type, JsonNode value, int index, IntFunction<Place> place) {
        switch (type) {
            case BOOL -> {
                if (!value.isBoolean()) {
                    throw invalid(place.apply(index), "true or false", value);
                }
                bytes.put((byte) (value.booleanValue() ? 1 : 0));
            }
            case FP16 ->
                    bytes.putShort(
                            Float.floatToFloat16((float) decimal(type, value, index, place)));
            case BF16 -> bytes.putShort(BFloat16.of((float) decimal(type, value, index, place)));
            case FP32 -> bytes.putFloat((float) decimal(type, value, index, place));
            case FP64 -> bytes.putDouble(decimal(type, value, index, place));
            case INT8 -> bytes.put((byte) whole(value, 1, false, index, place));
            case UINT8 -> bytes.put((byte) whole(value, 1, true, index, place));
            case INT16 -> bytes.putShort((short) whole(value, 2, false, index, place));
            case UINT16 -> bytes.putShort((short) whole(value, 2, true, index, place));
            case INT32 -> bytes.putInt((int) whole(value, 4, false, index, place));
            case UINT32 -> bytes.putInt((int) whole(value, 4, true, index, place));
            case INT64 -> bytes.putLong(whole(value, 8, false, index, place));
            case UINT64 -> bytes.putLong(whole(value, 8, true, index, place));
            case BYTES -> throw new IllegalArgumentException("Texts have no fixed size");
        }
    }

    private static double decimal(
            DataType type, JsonNode value, int index, IntFunction<Place> place) {
        if (!value.isNumber()) {
            throw invalid(place.apply(index), "a number", value);
        }
        double number = value.asDouble(Double.POSITIVE_INFINITY);
        if (!type.holds(number)) {
            Place where = place.apply(index);
            throw new EngineException(
                    new Problem.Invalid(
                            "%s: the number is too large for %s; NaN and Infinity are not JSON."
                                    .formatted(where.words(), type),
                            where.field()));
        }
        return number;
    }

    private static long whole(
            JsonNode value, int size, boolean unsigned, int index, IntFunction<Place> place) {
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            throw invalid(place.apply(index), "a whole number", value);
        }
        BigInteger number = value.asBigInteger();
        BigInteger half = BigInteger.TWO.pow(size * 8 - 1);
        BigInteger least = unsigned ? BigInteger.ZERO : half.negate();
        BigInteger most =
                unsigned ? UINT64_MAX.shiftRight(64 - size * 8) : half.subtract(BigInteger.ONE);
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw invalid(
                    place.apply(index), "a whole number from " + least + " to " + most, value);
        }
        return number.longValue();
    }
}
