package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.BFloat16;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Booleans and numbers of a tensor as JSON. What JSON cannot hold is written as protobuf's JSON
 * does: the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
final class NumberValues {

    private static final BigInteger UINT64_END = BigInteger.ONE.shiftLeft(64);

    private NumberValues() {}

    static Data.Fixed parse(String name, DataType type, List<JsonNode> values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(values.size(), type.size()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.size(); i++) {
            put(new Place(name, i + 1), type, values.get(i), bytes);
        }
        return new Data.Fixed(bytes.flip());
    }

    /** Where a value stands, counted from 1: a problem names it, never the value itself. */
    private record Place(String name, int number) {}

    static ArrayNode json(DataType type, ByteBuffer source) {
        ByteBuffer bytes = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ArrayNode array = Json.array();
        while (bytes.remaining() >= type.size()) {
            switch (type) {
                case BOOL -> array.add(bytes.get() != 0);
                case UINT8 -> array.add(Byte.toUnsignedInt(bytes.get()));
                case UINT16 -> array.add(Short.toUnsignedInt(bytes.getShort()));
                case UINT32 -> array.add(Integer.toUnsignedLong(bytes.getInt()));
                case UINT64 -> array.add(new BigInteger(Long.toUnsignedString(bytes.getLong())));
                case INT8 -> array.add((int) bytes.get());
                case INT16 -> array.add((int) bytes.getShort());
                case INT32 -> array.add(bytes.getInt());
                case INT64 -> array.add(bytes.getLong());
                case FP16 -> add(array, Float.float16ToFloat(bytes.getShort()));
                case BF16 -> add(array, BFloat16.toFloat(bytes.getShort()));
                case FP32 -> add(array, bytes.getFloat());
                case FP64 -> add(array, bytes.getDouble());
                case BYTES -> throw new IllegalArgumentException("BYTES are no numbers");
            }
        }
        return array;
    }

    private static void put(Place place, DataType type, JsonNode value, ByteBuffer bytes) {
        switch (type) {
            case BOOL -> bytes.put((byte) (flag(place, value) ? 1 : 0));
            case UINT8 -> bytes.put((byte) whole(place, type, value, 0, 0xFF));
            case UINT16 -> bytes.putShort((short) whole(place, type, value, 0, 0xFFFF));
            case UINT32 -> bytes.putInt((int) whole(place, type, value, 0, 0xFFFF_FFFFL));
            case UINT64 -> bytes.putLong(unsigned(place, value));
            case INT8 ->
                    bytes.put((byte) whole(place, type, value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case INT16 ->
                    bytes.putShort(
                            (short) whole(place, type, value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT32 ->
                    bytes.putInt(
                            (int) whole(place, type, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> bytes.putLong(whole(place, type, value, Long.MIN_VALUE, Long.MAX_VALUE));
            case FP16 -> bytes.putShort(Float.floatToFloat16((float) real(place, type, value)));
            case BF16 -> bytes.putShort(BFloat16.of((float) real(place, type, value)));
            case FP32 -> bytes.putFloat((float) real(place, type, value));
            case FP64 -> bytes.putDouble(real(place, type, value));
            case BYTES -> throw new IllegalArgumentException("BYTES are no numbers");
        }
    }

    private static void add(ArrayNode array, float value) {
        if (Float.isFinite(value)) {
            array.add(value);
        } else {
            array.add(Float.toString(value));
        }
    }

    private static void add(ArrayNode array, double value) {
        if (Double.isFinite(value)) {
            array.add(value);
        } else {
            array.add(Double.toString(value));
        }
    }

    private static boolean flag(Place place, JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return whole(place, DataType.BOOL, value, 0, 1) == 1;
    }

    private static long whole(Place place, DataType type, JsonNode value, long min, long max) {
        if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong()) {
            long number = value.decimalValue().longValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw wrong(place, type);
    }

    private static long unsigned(Place place, JsonNode value) {
        if (value.isIntegralNumber()) {
            BigInteger number = value.bigIntegerValue();
            if (number.signum() >= 0 && number.compareTo(UINT64_END) < 0) {
                return number.longValue();
            }
        }
        throw wrong(place, DataType.UINT64);
    }

    private static double real(Place place, DataType type, JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble(Double.POSITIVE_INFINITY);
            if (!type.holds(number)) {
                throw Fields.wrong(
                        place.name(),
                        "holds as its value %d a number too large for %s; NaN and Infinity are not JSON."
                                .formatted(place.number(), type));
            }
            return number;
        }
        return switch (value.asString("")) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong(place, type);
        };
    }

    private static EngineException wrong(Place place, DataType type) {
        return Fields.wrong(
                place.name(),
                "must hold " + type + ", which its value " + place.number() + " is not.");
    }
}
