package dev.modeldeck.engine.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A named tensor of the Open Inference Protocol.
 *
 * @param shape sizes, outermost first; no negative ones
 * @param data row-major values
 */
public record Tensor(String name, DataType datatype, List<Long> shape, Data data) {

    public Tensor {
        shape = List.copyOf(shape);
    }

    /** Number of values: the product of the shape. */
    public long elements() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /** Values of a tensor. */
    public sealed interface Data {
        /** Fixed-size values, little-endian; {@code bytes} is positioned at the first. */
        record Fixed(ByteBuffer bytes) implements Data {
            public Fixed {
                bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            }
        }

        /** BYTES: one byte string a value. */
        record Strings(List<ByteBuffer> values) implements Data {
            public Strings {
                values = List.copyOf(values);
            }
        }
    }

    /** Element types with their size in bytes (0 for BYTES, which has none). */
    public enum DataType {
        BOOL(1),
        UINT8(1),
        UINT16(2),
        UINT32(4),
        UINT64(8),
        INT8(1),
        INT16(2),
        INT32(4),
        INT64(8),
        FP16(2),
        BF16(2),
        FP32(4),
        FP64(8),
        BYTES(0);

        private final int size;

        DataType(int size) {
            this.size = size;
        }

        public int size() {
            return size;
        }

        /** Whether a number does not become infinite where it is kept as this type. */
        public boolean holds(double number) {
            return !Double.isInfinite(
                    switch (this) {
                        case FP16 -> Float.float16ToFloat(Float.floatToFloat16((float) number));
                        case BF16 -> BFloat16.toFloat(BFloat16.of((float) number));
                        case FP32 -> (float) number;
                        default -> number;
                    });
        }
    }
}
