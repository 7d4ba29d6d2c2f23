package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What is done to vectors of numbers between linear maps. */
public final class Vectors {

    private static final VectorSpecies<Float> F = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    private static final float ROOT_OF_2_OVER_PI = 0.7978845608f;
    private static final float CUBE = 0.044715f;

    /** Lanes below which sums are not written for vectors either. */
    private static final int FEWEST = 4;

    private Vectors() {}

    /** Whether vectors are long enough to be worth it; they are not where nothing compiles them. */
    public static boolean worthwhile() {
        return L >= FEWEST;
    }

    /** x += y. */
    public static void add(float[] x, int at, float[] y, int from, int count) {
        for (int i = 0; i < count; i++) {
            x[at + i] += y[from + i];
        }
    }

    /** The sum of squares. */
    public static float squares(float[] x, int from, int count) {
        FloatVector sum = FloatVector.zero(F);
        int i = 0;
        for (; i + L <= count; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, from + i);
            sum = v.fma(v, sum);
        }
        float all = Curves.sum(sum);
        for (; i < count; i++) {
            all = Math.fma(x[from + i], x[from + i], all);
        }
        return all;
    }

    /**
     * RMSNorm: y = weight * x / sqrt(|x|² + floor²), where the root of the size is in the weight
     * and floor² is the size times epsilon.
     */
    public static void norm(
            float[] x, int from, float[] weight, int first, float floor, float[] y, int at, int n) {
        float scale = (float) (1 / Math.sqrt((double) squares(x, from, n) + floor * floor));
        for (int i = 0; i < n; i++) {
            y[at + i] = x[from + i] * scale * weight[first + i];
        }
    }

    /** Turns a head: y = x * cosines + swapHalves(x) * sines. */
    public static void turn(
            float[] x, int from, float[] cosines, float[] sines, int row, float[] y, int size) {
        int half = size / 2;
        for (int i = 0; i < half; i++) {
            float low = x[from + i];
            float high = x[from + half + i];
            y[i] = Math.fma(high, sines[row + i], low * cosines[row + i]);
            y[half + i] = Math.fma(low, sines[row + half + i], high * cosines[row + half + i]);
        }
    }

    /** Softmax in place of so many scores, behind which there is room for a vector. */
    public static void softmax(float[] scores, int from, int count) {
        for (int i = 0; i < L; i++) {
            scores[from + count + i] = Float.NEGATIVE_INFINITY;
        }
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < count; i += L) {
            most = most.max(FloatVector.fromArray(F, scores, from + i));
        }
        float top = most.reduceLanes(VectorOperators.MAX); // exact in whatever order
        FloatVector sum = FloatVector.zero(F);
        for (int i = 0; i < count; i += L) {
            FloatVector e = Curves.exp(FloatVector.fromArray(F, scores, from + i).sub(top));
            e.intoArray(scores, from + i);
            sum = sum.add(e);
        }
        float scale = 1 / Curves.sum(sum);
        for (int i = 0; i < count; i += L) {
            FloatVector.fromArray(F, scores, from + i).mul(scale).intoArray(scores, from + i);
        }
    }

    /** x becomes cap * tanh(x / cap). */
    public static void cap(float[] x, int from, int count, float cap) {
        for (int i = 0; i < count; i += L) {
            VectorMask<Float> mask = F.indexInRange(i, count);
            FloatVector v = FloatVector.fromArray(F, x, from + i, mask);
            Curves.tanh(v.div(cap)).mul(cap).intoArray(x, from + i, mask);
        }
    }

    /** y = silu(gate) * x, with gate and x of that width one after the other. */
    public static void gatedSilu(float[] both, int from, float[] y, int at, int width) {
        for (int i = 0; i < width; i += L) {
            VectorMask<Float> mask = F.indexInRange(i, width);
            FloatVector gate = FloatVector.fromArray(F, both, from + i, mask);
            FloatVector x = FloatVector.fromArray(F, both, from + width + i, mask);
            gate.div(Curves.exp(gate.neg()).add(1f)).mul(x).intoArray(y, at + i, mask);
        }
    }

    /** y = gelu(gate) * x, by the approximation with tanh. */
    public static void gatedGelu(float[] both, int from, float[] y, int at, int width) {
        for (int i = 0; i < width; i += L) {
            VectorMask<Float> mask = F.indexInRange(i, width);
            FloatVector gate = FloatVector.fromArray(F, both, from + i, mask);
            FloatVector x = FloatVector.fromArray(F, both, from + width + i, mask);
            FloatVector inner = gate.mul(gate).mul(gate).mul(CUBE).add(gate).mul(ROOT_OF_2_OVER_PI);
            gate.mul(0.5f).mul(Curves.tanh(inner).add(1f)).mul(x).intoArray(y, at + i, mask);
        }
    }
}
