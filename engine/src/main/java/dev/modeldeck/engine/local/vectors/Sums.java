package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Adds up the lanes of vectors: halves of a vector are added until one lane is left. That order is
 * the same wherever it runs, which {@code reduceLanes} does not promise. As many vectors as there
 * are lanes become one whose lanes are their sums.
 */
final class Sums {

    private static final int L = Lanes.COUNT;

    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_1 = swap(1);

    private static final VectorMask<Float> UPPER_8 = upper(8);
    private static final VectorMask<Float> UPPER_4 = upper(4);
    private static final VectorMask<Float> UPPER_2 = upper(2);
    private static final VectorMask<Float> UPPER_1 = upper(1);

    private Sums() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(Lanes.FLOATS, lane -> (lane ^ distance) & (L - 1));
    }

    private static VectorMask<Float> upper(int distance) {
        boolean[] lanes = new boolean[L];
        for (int lane = 0; lane < L; lane++) {
            lanes[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(Lanes.FLOATS, lanes, 0);
    }

    /**
     * Adds up the lanes of each vector: {@code y[to + n]} becomes the sum of vector n.
     *
     * @param vectors one after the other, and room up to a multiple of the lanes; overwritten
     */
    static void add(float[] vectors, int at, int count, float[] y, int to) {
        int left = (count + L - 1) / L * L;
        if (L > 8) {
            left /= 2;
            eights(vectors, at, left);
        }
        if (L > 4) {
            left /= 2;
            fours(vectors, at, left);
        }
        left /= 2;
        twos(vectors, at, left);
        left /= 2;
        ones(vectors, at, left);
        System.arraycopy(vectors, at, y, to, count);
    }

    private static void eights(float[] v, int at, int count) {
        for (int i = 0; i < count; i++) {
            int from = at + (i + (i & -8)) * L;
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, v, from);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, v, from + 8 * L);
            both(a, b, SWAP_8, UPPER_8).intoArray(v, at + i * L);
        }
    }

    private static void fours(float[] v, int at, int count) {
        for (int i = 0; i < count; i++) {
            int from = at + (i + (i & -4)) * L;
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, v, from);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, v, from + 4 * L);
            both(a, b, SWAP_4, UPPER_4).intoArray(v, at + i * L);
        }
    }

    private static void twos(float[] v, int at, int count) {
        for (int i = 0; i < count; i++) {
            int from = at + (i + (i & -2)) * L;
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, v, from);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, v, from + 2 * L);
            both(a, b, SWAP_2, UPPER_2).intoArray(v, at + i * L);
        }
    }

    private static void ones(float[] v, int at, int count) {
        for (int i = 0; i < count; i++) {
            int from = at + 2 * i * L;
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, v, from);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, v, from + L);
            both(a, b, SWAP_1, UPPER_1).intoArray(v, at + i * L);
        }
    }

    /** Lower lanes are a's, upper lanes b's, each plus the lane it is swapped with. */
    private static FloatVector both(
            FloatVector a, FloatVector b, VectorShuffle<Float> swap, VectorMask<Float> upper) {
        FloatVector kept = a.blend(b, upper);
        FloatVector given = b.blend(a, upper);
        return kept.add(given.rearrange(swap));
    }
}
