package dev.modeldeck.engine.local.torchscript;

import java.nio.ByteBuffer;
import java.util.List;

/** What an attribute of a module holds when the archive is written. */
public sealed interface AttributeValue {

    /** The type as TorchScript source declares it. */
    String type();

    record Flag(boolean value) implements AttributeValue {
        @Override
        public String type() {
            return "bool";
        }
    }

    record Whole(long value) implements AttributeValue {
        @Override
        public String type() {
            return "int";
        }
    }

    record Decimal(double value) implements AttributeValue {
        @Override
        public String type() {
            return "float";
        }
    }

    record Text(String value) implements AttributeValue {
        @Override
        public String type() {
            return "str";
        }
    }

    /** {@code None} of an optional type, for example {@code Optional[Tensor]}. */
    record Absent(String type) implements AttributeValue {}

    record Wholes(List<Long> values) implements AttributeValue {
        public Wholes {
            values = List.copyOf(values);
        }

        @Override
        public String type() {
            return "List[int]";
        }
    }

    /**
     * A list without elements, to be filled by the module itself; {@code type} as {@code
     * List[Tensor]}.
     */
    record EmptyList(String type) implements AttributeValue {}

    /**
     * A dense tensor.
     *
     * @param shape sizes, outermost first
     * @param data row-major little-endian values; position to limit are written, and left as they
     *     were
     * @param parameter whether it is learnt: listed in {@code __parameters__}, with a gradient
     */
    record DenseTensor(TensorType element, List<Long> shape, ByteBuffer data, boolean parameter)
            implements AttributeValue {
        public DenseTensor {
            shape = List.copyOf(shape);
            long expected =
                    shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact)
                            * element.bytes();
            if (data.remaining() != expected) {
                throw new IllegalArgumentException(
                        "A tensor of shape "
                                + shape
                                + " has "
                                + expected
                                + " bytes, but "
                                + data.remaining()
                                + " are given.");
            }
            data = data.duplicate();
        }

        @Override
        public String type() {
            return "Tensor";
        }
    }
}
