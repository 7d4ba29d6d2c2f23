package dev.modeldeck.engine.local.gguf;

/** Four-bit types whose sixteen values lie closer to each other near zero (IQ4). */
final class UnevenBlocks {

    /** What each of the sixteen stands for, times the scale. */
    private static final float[] VALUES = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private static final int HALF = 16;
    private static final int GROUP = 32;
    private static final int SIZE = 256;

    private UnevenBlocks() {}

    /** IQ4_NL: laid out as Q4_0. */
    static void small(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 18;
            group(in, at + 2, Blocks.half(in, at), out, block * GROUP);
        }
    }

    /** IQ4_XS: factor, upper two bits of eight scales, their lower four, then the groups. */
    static void large(byte[] in, int blocks, float[] out) {
        for (int block = 0; block < blocks; block++) {
            int at = block * 136;
            float scale = Blocks.half(in, at);
            int upper = in[at + 2] & 0xFF | (in[at + 3] & 0xFF) << 8;
            for (int group = 0; group < 8; group++) {
                int lower = in[at + 4 + group / 2] >> group % 2 * 4 & 0xF;
                int step = (lower | (upper >> 2 * group & 3) << 4) - 32;
                int to = block * SIZE + group * GROUP;
                group(in, at + 8 + group * HALF, scale * step, out, to);
            }
        }
    }

    private static void group(byte[] in, int at, float scale, float[] out, int to) {
        for (int i = 0; i < HALF; i++) {
            out[to + i] = scale * VALUES[in[at + i] & 0xF];
            out[to + HALF + i] = scale * VALUES[in[at + i] >> 4 & 0xF];
        }
    }
}
