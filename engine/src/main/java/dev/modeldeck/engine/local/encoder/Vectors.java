package dev.modeldeck.engine.local.encoder;

import java.util.Arrays;

/** Vectors after the encoder. */
final class Vectors {

    private Vectors() {}

    /**
     * The first numbers of a vector.
     *
     * @param unit whether what is left is brought to the length 1, as the whole had it
     */
    static float[] start(float[] vector, int count, boolean unit) {
        float[] start = Arrays.copyOf(vector, count);
        if (!unit) {
            return start;
        }
        double squares = 0;
        for (float value : start) {
            squares += (double) value * value;
        }
        double length = Math.max(Math.sqrt(squares), 1e-12);
        for (int i = 0; i < count; i++) {
            start[i] = (float) (start[i] / length);
        }
        return start;
    }
}
