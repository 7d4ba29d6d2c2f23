package dev.modeldeck.engine.local.gguf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Blocks of 256 numbers in groups of 16 or 32 (the K types). A group's scale is a small number
 * times the block's own; where groups have a lowest value, that is one likewise, taken away.
 */
final class LargeBlocks {

    private static final int SIZE = 256;
    private static final int GROUP = 32;

    /** Numbers whose lower bits lie side by side. */
    private static final int HALF = 128;

    private static final VarHandle FLOAT =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    private LargeBlocks() {}

    /** Q2_K: sixteen scales with lowest values, in four bits each; two bits; both factors. */
    static void q2(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 84;
            float scale = Blocks.half(in, at + 80);
            float low = Blocks.half(in, at + 82);
            for (int group = 0; group < 16; group++) {
                int both = in[at + group];
                float step = scale * (both & 0xF);
                float lowest = low * (both >> 4 & 0xF);
                int shift = group / 2 % 4 * 2;
                int from = at + 16 + group / 8 * GROUP + group % 2 * 16;
                int to = block * SIZE + group * 16;
                for (int i = 0; i < 16; i++) {
                    out[to + i] = step * (in[from + i] >> shift & 3) - lowest;
                }
            }
        }
    }

    /** Q3_K: third bits, two bits, sixteen scales in six bits of which 32 is zero, the factor. */
    static void q3(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 110;
            float scale = Blocks.half(in, at + 108);
            for (int group = 0; group < 16; group++) {
                int four = in[at + 96 + group % 8] >> group / 8 * 4 & 0xF;
                int two = in[at + 104 + group % 4] >> group / 4 * 2 & 3;
                float step = scale * ((four | two << 4) - 32);
                int shift = group / 2 % 4 * 2;
                int bit = group / 2;
                int third = at + group % 2 * 16;
                int from = at + 32 + group / 8 * GROUP + group % 2 * 16;
                int to = block * SIZE + group * 16;
                for (int i = 0; i < 16; i++) {
                    int q = in[from + i] >> shift & 3 | (in[third + i] >> bit & 1) << 2;
                    out[to + i] = step * (q - 4);
                }
            }
        }
    }

    /** Q4_K: both factors, eight scales with lowest values in six bits each, four bits. */
    static void q4(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 144;
            float scale = Blocks.half(in, at);
            float low = Blocks.half(in, at + 2);
            for (int group = 0; group < 8; group++) {
                float step = scale * step(in, at + 4, group);
                float lowest = low * lowest(in, at + 4, group);
                int shift = group % 2 * 4;
                int from = at + 16 + group / 2 * GROUP;
                int to = block * SIZE + group * GROUP;
                for (int i = 0; i < GROUP; i++) {
                    out[to + i] = step * (in[from + i] >> shift & 0xF) - lowest;
                }
            }
        }
    }

    /** Q5_K: as Q4_K, with the fifth bits between scales and lower bits. */
    static void q5(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 176;
            float scale = Blocks.half(in, at);
            float low = Blocks.half(in, at + 2);
            for (int group = 0; group < 8; group++) {
                float step = scale * step(in, at + 4, group);
                float lowest = low * lowest(in, at + 4, group);
                int shift = group % 2 * 4;
                int bit = group;
                int fifth = at + 16;
                int from = at + 48 + group / 2 * GROUP;
                int to = block * SIZE + group * GROUP;
                for (int i = 0; i < GROUP; i++) {
                    int q = in[from + i] >> shift & 0xF | (in[fifth + i] >> bit & 1) << 4;
                    out[to + i] = step * q - lowest;
                }
            }
        }
    }

    /** Six bits of a group's scale: the later four groups have their upper two bits elsewhere. */
    private static int step(byte[] in, int at, int group) {
        return group < 4
                ? in[at + group] & 0x3F
                : in[at + group + 4] & 0xF | (in[at + group - 4] >> 6 & 3) << 4;
    }

    private static int lowest(byte[] in, int at, int group) {
        return group < 4
                ? in[at + group + 4] & 0x3F
                : in[at + group + 4] >> 4 & 0xF | (in[at + group] >> 6 & 3) << 4;
    }

    /** Q6_K: four bits, two bits, sixteen signed scales, the factor; 32 is zero. */
    static void q6(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 210;
            float scale = Blocks.half(in, at + 208);
            for (int group = 0; group < 16; group++) {
                float step = scale * in[at + 192 + group];
                int quarter = group / 2 % 4;
                int side = group % 2 * 16;
                int lower = at + group / 8 * 64 + quarter % 2 * GROUP + side;
                int lowerShift = quarter / 2 * 4;
                int upper = at + HALF + group / 8 * GROUP + side;
                int upperShift = quarter * 2;
                int to = block * SIZE + group * 16;
                for (int i = 0; i < 16; i++) {
                    int q =
                            in[lower + i] >> lowerShift & 0xF
                                    | (in[upper + i] >> upperShift & 3) << 4;
                    out[to + i] = step * (q - 32);
                }
            }
        }
    }

    /** Q8_K: a float32 scale, a signed byte each, sums that are of no use here. */
    static void q8(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 292;
            float scale = (float) FLOAT.get(in, at);
            for (int i = 0; i < SIZE; i++) {
                out[block * SIZE + i] = scale * in[at + 4 + i];
            }
        }
    }
}
