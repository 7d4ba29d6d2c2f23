package dev.modeldeck.engine.registry.format.gguf;

import java.util.Arrays;
import java.util.Optional;

/**
 * How the numbers of a tensor are stored: in blocks that share their scales, or each for itself.
 * Those without a size are known by name only.
 */
public enum GgufType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    IQ2_XXS(16),
    IQ2_XS(17),
    IQ3_XXS(18),
    IQ1_S(19),
    IQ4_NL(20, 32, 18),
    IQ3_S(21),
    IQ2_S(22),
    IQ4_XS(23, 256, 136),
    I8(24),
    I16(25),
    I32(26),
    I64(27),
    F64(28),
    IQ1_M(29),
    BF16(30, 1, 2),
    TQ1_0(34),
    TQ2_0(35),
    MXFP4(39),
    NVFP4(40);

    private final int code;
    private final int elements;
    private final int bytes;

    GgufType(int code) {
        this(code, 1, 0);
    }

    GgufType(int code, int elements, int bytes) {
        this.code = code;
        this.elements = elements;
        this.bytes = bytes;
    }

    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** Numbers in a block. */
    public int blockElements() {
        return elements;
    }

    /** Size of a block. */
    public int blockBytes() {
        return bytes;
    }

    /** Whether tensors of this type can be run. */
    public boolean readable() {
        return bytes > 0;
    }

    /** Whether blocks share scales. */
    public boolean quantised() {
        return elements > 1;
    }

    /** The name that people use: {@code Q4_K}, {@code bf16}. */
    public String label() {
        return switch (this) {
            case F32 -> "f32";
            case F16 -> "fp16";
            case BF16 -> "bf16";
            default -> name();
        };
    }
}
