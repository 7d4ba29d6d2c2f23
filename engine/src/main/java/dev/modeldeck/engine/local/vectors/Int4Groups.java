package dev.modeldeck.engine.local.vectors;

import static dev.modeldeck.engine.local.vectors.Lanes.BYTES;
import static dev.modeldeck.engine.local.vectors.Lanes.FLOATS;
import static dev.modeldeck.engine.local.vectors.Lanes.INTS;
import static dev.modeldeck.engine.local.vectors.Lanes.ORDER;
import static dev.modeldeck.engine.local.vectors.Lanes.PART;
import static dev.modeldeck.engine.local.vectors.Lanes.SECOND;

import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

import java.lang.foreign.MemorySegment;

/**
 * What {@link Int4Tiles} computes in vectors: sums of q * x over a group, four of them at a time.
 */
final class Int4Groups {

    private static final int GROUP = Int4Tiles.GROUP;
    private static final int HALF = Int4Tiles.HALF;
    private static final int L = Lanes.COUNT;

    /** Vectors of a group's sums with one input: rows r, r + L, and those half a tile further. */
    static final int VECTORS = 4;

    private Int4Groups() {}

    /**
     * Multiplies a group of one input by 2L rows of four tiles, and the 2L that share their bytes.
     */
    static void tiles(
            MemorySegment w,
            long w0,
            long w1,
            long w2,
            long w3,
            float[] x,
            int from,
            float[] sums) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = a0, c0 = a0, d0 = a0;
        FloatVector a1 = a0, b1 = a0, c1 = a0, d1 = a0;
        FloatVector a2 = a0, b2 = a0, c2 = a0, d2 = a0;
        FloatVector a3 = a0, b3 = a0, c3 = a0, d3 = a0;
        for (int k = 0; k < GROUP; k++) {
            FloatVector v = FloatVector.broadcast(FLOATS, x[from + k]);
            int p = k * HALF;
            IntVector q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w0 + p, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            FloatVector e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            a0 = e.fma(v, a0);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            c0 = e.fma(v, c0);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w0 + p + SECOND, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, PART);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            b0 = e.fma(v, b0);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            d0 = e.fma(v, d0);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w1 + p, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            a1 = e.fma(v, a1);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            c1 = e.fma(v, c1);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w1 + p + SECOND, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, PART);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            b1 = e.fma(v, b1);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            d1 = e.fma(v, d1);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w2 + p, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            a2 = e.fma(v, a2);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            c2 = e.fma(v, c2);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w2 + p + SECOND, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, PART);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            b2 = e.fma(v, b2);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            d2 = e.fma(v, d2);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w3 + p, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            a3 = e.fma(v, a3);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            c3 = e.fma(v, c3);
            q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, w3 + p + SECOND, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, PART);
            e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            b3 = e.fma(v, b3);
            e = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            d3 = e.fma(v, d3);
        }
        a0.intoArray(sums, 0);
        b0.intoArray(sums, L);
        c0.intoArray(sums, 2 * L);
        d0.intoArray(sums, 3 * L);
        a1.intoArray(sums, 4 * L);
        b1.intoArray(sums, 5 * L);
        c1.intoArray(sums, 6 * L);
        d1.intoArray(sums, 7 * L);
        a2.intoArray(sums, 8 * L);
        b2.intoArray(sums, 9 * L);
        c2.intoArray(sums, 10 * L);
        d2.intoArray(sums, 11 * L);
        a3.intoArray(sums, 12 * L);
        b3.intoArray(sums, 13 * L);
        c3.intoArray(sums, 14 * L);
        d3.intoArray(sums, 15 * L);
    }

    /** The same with four inputs and one tile. */
    static void inputs(
            MemorySegment w, long w0, float[] x, int x0, int x1, int x2, int x3, float[] sums) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = a0, c0 = a0, d0 = a0;
        FloatVector a1 = a0, b1 = a0, c1 = a0, d1 = a0;
        FloatVector a2 = a0, b2 = a0, c2 = a0, d2 = a0;
        FloatVector a3 = a0, b3 = a0, c3 = a0, d3 = a0;
        for (int k = 0; k < GROUP; k++) {
            long p = w0 + k * HALF;
            IntVector q =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, p, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, 0);
            IntVector r =
                    (IntVector)
                            ByteVector.fromMemorySegment(BYTES, w, p + SECOND, ORDER)
                                    .convertShape(ZERO_EXTEND_B2I, INTS, PART);
            FloatVector e = (FloatVector) q.and(15).convertShape(I2F, FLOATS, 0);
            FloatVector f = (FloatVector) r.and(15).convertShape(I2F, FLOATS, 0);
            FloatVector g = (FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            FloatVector h = (FloatVector) r.lanewise(LSHR, 4).convertShape(I2F, FLOATS, 0);
            FloatVector v = FloatVector.broadcast(FLOATS, x[x0 + k]);
            a0 = e.fma(v, a0);
            b0 = f.fma(v, b0);
            c0 = g.fma(v, c0);
            d0 = h.fma(v, d0);
            v = FloatVector.broadcast(FLOATS, x[x1 + k]);
            a1 = e.fma(v, a1);
            b1 = f.fma(v, b1);
            c1 = g.fma(v, c1);
            d1 = h.fma(v, d1);
            v = FloatVector.broadcast(FLOATS, x[x2 + k]);
            a2 = e.fma(v, a2);
            b2 = f.fma(v, b2);
            c2 = g.fma(v, c2);
            d2 = h.fma(v, d2);
            v = FloatVector.broadcast(FLOATS, x[x3 + k]);
            a3 = e.fma(v, a3);
            b3 = f.fma(v, b3);
            c3 = g.fma(v, c3);
            d3 = h.fma(v, d3);
        }
        a0.intoArray(sums, 0);
        b0.intoArray(sums, L);
        c0.intoArray(sums, 2 * L);
        d0.intoArray(sums, 3 * L);
        a1.intoArray(sums, 4 * L);
        b1.intoArray(sums, 5 * L);
        c1.intoArray(sums, 6 * L);
        d1.intoArray(sums, 7 * L);
        a2.intoArray(sums, 8 * L);
        b2.intoArray(sums, 9 * L);
        c2.intoArray(sums, 10 * L);
        d2.intoArray(sums, 11 * L);
        a3.intoArray(sums, 12 * L);
        b3.intoArray(sums, 13 * L);
        c3.intoArray(sums, 14 * L);
        d3.intoArray(sums, 15 * L);
    }

    /**
     * Adds a group's sums of q * x, scaled, and what its inputs' sum gives with the lowest weight.
     */
    static void add(
            float[] sums, int from, MemorySegment scales, long at, float sum, float[] y, int to) {
        for (int j = 0; j < VECTORS; j++) {
            int row = (j & 1) * L + (j >> 1) * HALF;
            IntVector both = IntVector.fromMemorySegment(INTS, scales, at + 4L * row, ORDER);
            FloatVector scale = both.lanewise(LSHL, 16).reinterpretAsFloats();
            FloatVector middle = both.and(0xffff0000).reinterpretAsFloats();
            FloatVector low = scale.fma(FloatVector.broadcast(FLOATS, -8), middle);
            FloatVector more =
                    low.fma(
                            FloatVector.broadcast(FLOATS, sum),
                            FloatVector.fromArray(FLOATS, y, to + row));
            FloatVector.fromArray(FLOATS, sums, from + j * L)
                    .fma(scale, more)
                    .intoArray(y, to + row);
        }
    }
}
