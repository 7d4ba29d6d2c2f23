package dev.modeldeck.engine.local.text;

import java.util.Arrays;

/**
 * Rotary position embedding (Su et al. 2021): the angle of each pair of a head's components per
 * position. Pairs lie half a head apart, as in Hugging Face's checkpoints; those that do not turn
 * come last.
 */
public interface Rope {

    /** Size of a head. */
    int headSize();

    /**
     * Radians per position for each pair that turns.
     *
     * @param length positions of the sequence up to now; only dynamic scaling looks at it
     */
    double[] frequencies(int length);

    /** Sequences up to this length are all rotated alike; longer ones each in their own way. */
    default int settledUpTo() {
        return Integer.MAX_VALUE;
    }

    /** Factor on both cosine and sine of pairs that turn (YaRN's temperature); 1 otherwise. */
    default double magnitude() {
        return 1;
    }

    /** The same for sequences of at most that many positions. */
    default Rope servedUpTo(int positions) {
        return this;
    }

    /**
     * Cosines of positions {@code from} (inclusive) to {@code to} of a sequence of that length, one
     * row of a head's size each.
     */
    default float[] cosines(int from, int to, int length) {
        return table(from, to, length, true);
    }

    /**
     * Sines likewise, with the sign of the rotation in the first half, so that the rotated vector
     * is {@code x * cosines + swapHalves(x) * sines}.
     */
    default float[] signedSines(int from, int to, int length) {
        return table(from, to, length, false);
    }

    private float[] table(int from, int to, int length, boolean cosine) {
        double[] frequencies = frequencies(length);
        int half = headSize() / 2;
        float[] table = new float[(to - from) * headSize()];
        if (cosine) {
            Arrays.fill(table, 1);
        }
        for (int position = from; position < to; position++) {
            int row = (position - from) * headSize();
            for (int i = 0; i < frequencies.length; i++) {
                double angle = position * frequencies[i];
                double value = magnitude() * (cosine ? Math.cos(angle) : Math.sin(angle));
                table[row + i] = (float) (cosine ? value : -value);
                table[row + half + i] = (float) value;
            }
        }
        return table;
    }

    /** The rotation by nothing, for layers that do not know positions. */
    static Rope still(int headSize) {
        return new RopeConfig.FixedRope(headSize, new double[0], 1);
    }

    /** The rotation as it was published. */
    static Rope plain(double base, Attention attention) {
        return new RopeConfig.FixedRope(attention.headSize(), plain(base, attention.turned()), 1);
    }

    /** {@code base^(-2i/turned)} for each pair i of so many components. */
    static double[] plain(double base, int turned) {
        double[] frequencies = new double[turned / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / turned);
        }
        return frequencies;
    }
}
