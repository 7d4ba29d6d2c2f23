package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Tensor;
import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.inference.Tensor.DataType;
import dev.modeldeck.engine.wire.Fields;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a tensor as bytes, after Triton's extension for binary data: little-endian, row by
 * row; of BYTES each value with its length, four bytes, before it.
 */
final class TensorBytes {

    private TensorBytes() {}

    static long size(Tensor tensor) {
        return switch (tensor.data()) {
            case Data.Fixed fixed -> fixed.bytes().remaining();
            case Data.Strings strings ->
                    strings.values().stream().mapToLong(v -> Integer.BYTES + v.remaining()).sum();
        };
    }

    static void write(Tensor tensor, ByteBuffer out) {
        switch (tensor.data()) {
            case Data.Fixed fixed -> out.put(fixed.bytes().duplicate());
            case Data.Strings strings -> {
                for (ByteBuffer value : strings.values()) {
                    out.putInt(value.remaining()).put(value.duplicate());
                }
            }
        }
    }

    /**
     * @param bytes exactly those of the tensor
     * @param elements as many as its shape asks for
     */
    static Data read(String name, DataType type, ByteBuffer bytes, long elements) {
        if (type == DataType.BYTES) {
            return strings(name, bytes.order(ByteOrder.LITTLE_ENDIAN), elements);
        }
        if (bytes.remaining() != elements * type.size()) {
            throw Fields.wrong(
                    name,
                    "comes as %d bytes, but %d values of %s are %d."
                            .formatted(bytes.remaining(), elements, type, elements * type.size()));
        }
        return new Data.Fixed(bytes);
    }

    private static Data.Strings strings(String name, ByteBuffer bytes, long elements) {
        List<ByteBuffer> values = new ArrayList<>();
        while (bytes.remaining() >= Integer.BYTES) {
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw Fields.wrong(name, "holds a text that is longer than all of its bytes.");
            }
            values.add(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
        if (bytes.hasRemaining() || values.size() != elements) {
            throw Fields.wrong(
                    name,
                    "holds %d texts, but its shape asks for %d."
                            .formatted(values.size(), elements));
        }
        return new Data.Strings(values);
    }
}
