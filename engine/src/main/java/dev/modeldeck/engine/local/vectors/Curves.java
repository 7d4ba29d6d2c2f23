package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of vectors. All is exact alike in compiled code and before it is compiled: an answer
 * does not depend on how long the program has run.
 */
final class Curves {

    private static final VectorSpecies<Float> F = Lanes.FLOATS;

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;

    /** Added to a small number and taken away again it rounds to a whole one. */
    private static final float WHOLE = 12_582_912f;

    private static final int WHOLE_BITS = Float.floatToRawIntBits(WHOLE);
    private static final int EXPONENT = 23;
    private static final int BIAS = 127;

    private Curves() {}

    /** All lanes added up, halves to halves. */
    static float sum(FloatVector v) {
        float[] lanes = new float[F.length()];
        v.intoArray(lanes, 0);
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[half + i];
            }
        }
        return lanes[0];
    }

    /**
     * e to the power of each lane, within 2 units in the last place from -87 to 88 and as there
     * beyond: powers of two times a polynomial (Cody and Waite's reduction; coefficients of
     * Taylor's series).
     */
    static FloatVector exp(FloatVector x) {
        FloatVector in = x.max(-87f).min(88f);
        FloatVector shifted =
                in.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, WHOLE));
        FloatVector n = shifted.sub(WHOLE);
        FloatVector r = n.fma(FloatVector.broadcast(F, -LN2_HIGH), in);
        r = n.fma(FloatVector.broadcast(F, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(F, 1f / 5040);
        p = p.fma(r, FloatVector.broadcast(F, 1f / 720));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 120));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 24));
        p = p.fma(r, FloatVector.broadcast(F, 1f / 6));
        p = p.fma(r, FloatVector.broadcast(F, 0.5f));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        p = p.fma(r, FloatVector.broadcast(F, 1f));
        IntVector power =
                shifted.reinterpretAsInts()
                        .sub(WHOLE_BITS - BIAS)
                        .lanewise(VectorOperators.LSHL, EXPONENT);
        return p.mul(power.reinterpretAsFloats());
    }

    /** Hyperbolic tangents. */
    static FloatVector tanh(FloatVector x) {
        FloatVector e = exp(x.add(x));
        return e.sub(1f).div(e.add(1f));
    }
}
