package dev.modeldeck.engine.local.gguf;

/**
 * Blocks of 32 numbers that share a scale, and in some types a lowest value. The lower four bits of
 * the first sixteen numbers come with those of the last sixteen, two in a byte; fifth bits are 32
 * in a row.
 */
final class SmallBlocks {

    private static final int HALF = 16;
    private static final int SIZE = 32;

    private SmallBlocks() {}

    /** Q4_0: scale, four bits each; eight is zero. */
    static void q4(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 18;
            float scale = Blocks.half(in, at);
            nibbles(in, at + 2, scale, -8 * scale, out, block * SIZE);
        }
    }

    /** Q4_1: scale, lowest, four bits each. */
    static void q4WithLow(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 20;
            float low = Blocks.half(in, at + 2);
            nibbles(in, at + 4, Blocks.half(in, at), low, out, block * SIZE);
        }
    }

    private static void nibbles(byte[] in, int at, float scale, float low, float[] out, int to) {
        for (int i = 0; i < HALF; i++) {
            out[to + i] = scale * (in[at + i] & 0xF) + low;
        }
        for (int i = 0; i < HALF; i++) {
            out[to + HALF + i] = scale * (in[at + i] >> 4 & 0xF) + low;
        }
    }

    /** Q5_0: scale, fifth bits, four bits each; sixteen is zero. */
    static void q5(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 22;
            float scale = Blocks.half(in, at);
            fiveBits(in, at + 2, scale, -16 * scale, out, block * SIZE);
        }
    }

    /** Q5_1: scale, lowest, fifth bits, four bits each. */
    static void q5WithLow(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 24;
            float low = Blocks.half(in, at + 2);
            fiveBits(in, at + 4, Blocks.half(in, at), low, out, block * SIZE);
        }
    }

    private static void fiveBits(byte[] in, int at, float scale, float low, float[] out, int to) {
        int fifth =
                in[at] & 0xFF
                        | (in[at + 1] & 0xFF) << 8
                        | (in[at + 2] & 0xFF) << 16
                        | in[at + 3] << 24;
        int from = at + 4;
        for (int i = 0; i < HALF; i++) {
            int q = in[from + i] & 0xF | fifth >>> i << 4 & 0x10;
            out[to + i] = scale * q + low;
        }
        for (int i = 0; i < HALF; i++) {
            int q = in[from + i] >> 4 & 0xF | fifth >>> i + HALF << 4 & 0x10;
            out[to + HALF + i] = scale * q + low;
        }
    }

    /** Q8_0: scale, a signed byte each. */
    static void q8(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 34;
            float scale = Blocks.half(in, at);
            for (int i = 0; i < SIZE; i++) {
                out[block * SIZE + i] = scale * in[at + 2 + i];
            }
        }
    }
}
