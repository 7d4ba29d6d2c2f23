package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.registry.format.gguf.GgufType;

/**
 * Widens blocks of quantised numbers into float32. The layouts are those of {@code ggml-common.h}
 * in https://github.com/ggml-org/ggml.
 */
@FunctionalInterface
interface Blocks {

    /** The first so many blocks, one after the other. */
    void widen(byte[] in, int blocks, float[] out);

    static Blocks of(GgufType type) {
        return switch (type) {
            case Q4_0 -> SmallBlocks::q4;
            case Q4_1 -> SmallBlocks::q4WithLow;
            case Q5_0 -> SmallBlocks::q5;
            case Q5_1 -> SmallBlocks::q5WithLow;
            case Q8_0 -> SmallBlocks::q8;
            case IQ4_NL -> UnevenBlocks::small;
            case IQ4_XS -> UnevenBlocks::large;
            case Q2_K -> LargeBlocks::q2;
            case Q3_K -> LargeBlocks::q3;
            case Q4_K -> LargeBlocks::q4;
            case Q5_K -> LargeBlocks::q5;
            case Q6_K -> LargeBlocks::q6;
            case Q8_K -> LargeBlocks::q8;
            default -> throw new IllegalArgumentException(type + " has no blocks to widen.");
        };
    }

    /** A float16 of the file. */
    static float half(byte[] in, int at) {
        return Float.float16ToFloat((short) (in[at] & 0xFF | in[at + 1] << 8));
    }
}
