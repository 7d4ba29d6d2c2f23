package dev.modeldeck.engine.local.text;

/**
 * Rotary position embedding (Su et al. 2021): the angle of each pair of a head's components per
 * position. Pairs lie half a head apart, as in Hugging Face's checkpoints.
 */
public interface Rope {

    /** Size of a head. */
    int headSize();

    /**
     * Radians per position for each pair.
     *
     * @param length positions of the sequence up to now; only dynamic scaling looks at it
     */
    double[] frequencies(int length);

    /** Sequences up to this length are all rotated alike; longer ones each in their own way. */
    default int settledUpTo() {
        return Integer.MAX_VALUE;
    }

    /** Factor on both cosine and sine (YaRN's temperature); 1 otherwise. */
    default double magnitude() {
        return 1;
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
        int half = frequencies.length;
        float[] table = new float[(to - from) * headSize()];
        for (int position = from; position < to; position++) {
            int row = (position - from) * headSize();
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                double value = magnitude() * (cosine ? Math.cos(angle) : Math.sin(angle));
                table[row + i] = (float) (cosine ? value : -value);
                table[row + half + i] = (float) value;
            }
        }
        return table;
    }

    /** {@code base^(-2i/headSize)} for each pair i. */
    static double[] plain(double base, int headSize) {
        double[] frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / headSize);
        }
        return frequencies;
    }
}
