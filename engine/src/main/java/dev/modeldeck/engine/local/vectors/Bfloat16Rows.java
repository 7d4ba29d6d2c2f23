package dev.modeldeck.engine.local.vectors;

import static dev.modeldeck.engine.local.vectors.Lanes.FLOATS;
import static dev.modeldeck.engine.local.vectors.Lanes.INTS;
import static dev.modeldeck.engine.local.vectors.Lanes.ORDER;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

import java.lang.foreign.MemorySegment;

/**
 * Numbers of bfloat16, which is the first half of a float32: a pair of them is read as an int, and
 * what it needs to be one float or the other are zeros in place of its neighbour.
 */
final class Bfloat16Rows extends StoredRows {

    private static final int L = Lanes.COUNT;
    private static final int HIGH = 0xffff0000;

    Bfloat16Rows(MemorySegment rows, int outputs, int inputs) {
        super(rows, outputs, inputs, 2, true, 0);
    }

    @Override
    float weight(long index) {
        return Float.intBitsToFloat(rows.get(Lanes.SHORT, 2 * index) << 16);
    }

    @Override
    void eight(
            long offset, long row, int whole, float[] x, int from, float[] sums, int to, int step) {
        MemorySegment all = rows;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        for (int k = 0; k < whole; k += 2 * L) {
            long p = offset + 2L * k;
            FloatVector v = FloatVector.fromArray(FLOATS, x, from + k);
            FloatVector u = FloatVector.fromArray(FLOATS, x, from + k + L);
            IntVector w = IntVector.fromMemorySegment(INTS, all, p, ORDER);
            a0 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a0);
            a0 = w.and(HIGH).reinterpretAsFloats().fma(u, a0);
            w = IntVector.fromMemorySegment(INTS, all, p + row, ORDER);
            a1 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a1);
            a1 = w.and(HIGH).reinterpretAsFloats().fma(u, a1);
            w = IntVector.fromMemorySegment(INTS, all, p + 2 * row, ORDER);
            a2 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a2);
            a2 = w.and(HIGH).reinterpretAsFloats().fma(u, a2);
            w = IntVector.fromMemorySegment(INTS, all, p + 3 * row, ORDER);
            a3 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a3);
            a3 = w.and(HIGH).reinterpretAsFloats().fma(u, a3);
            w = IntVector.fromMemorySegment(INTS, all, p + 4 * row, ORDER);
            a4 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a4);
            a4 = w.and(HIGH).reinterpretAsFloats().fma(u, a4);
            w = IntVector.fromMemorySegment(INTS, all, p + 5 * row, ORDER);
            a5 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a5);
            a5 = w.and(HIGH).reinterpretAsFloats().fma(u, a5);
            w = IntVector.fromMemorySegment(INTS, all, p + 6 * row, ORDER);
            a6 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a6);
            a6 = w.and(HIGH).reinterpretAsFloats().fma(u, a6);
            w = IntVector.fromMemorySegment(INTS, all, p + 7 * row, ORDER);
            a7 = w.lanewise(LSHL, 16).reinterpretAsFloats().fma(v, a7);
            a7 = w.and(HIGH).reinterpretAsFloats().fma(u, a7);
        }
        a0.intoArray(sums, to);
        a1.intoArray(sums, to + step);
        a2.intoArray(sums, to + 2 * step);
        a3.intoArray(sums, to + 3 * step);
        a4.intoArray(sums, to + 4 * step);
        a5.intoArray(sums, to + 5 * step);
        a6.intoArray(sums, to + 6 * step);
        a7.intoArray(sums, to + 7 * step);
    }

    @Override
    void tile(
            long offset,
            long row,
            int whole,
            float[] x,
            int from,
            int last,
            float[] sums,
            int to,
            int slot,
            int step) {
        MemorySegment all = rows;
        int x1 = from + Math.min(1, last) * inputs;
        int x2 = from + Math.min(2, last) * inputs;
        int x3 = from + last * inputs;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        FloatVector c0 = a0, c1 = a0, c2 = a0, c3 = a0, d0 = a0, d1 = a0, d2 = a0, d3 = a0;
        for (int k = 0; k < whole; k += 2 * L) {
            long p = offset + 2L * k;
            IntVector w0 = IntVector.fromMemorySegment(INTS, all, p, ORDER);
            IntVector w1 = IntVector.fromMemorySegment(INTS, all, p + row, ORDER);
            IntVector w2 = IntVector.fromMemorySegment(INTS, all, p + 2 * row, ORDER);
            IntVector w3 = IntVector.fromMemorySegment(INTS, all, p + 3 * row, ORDER);
            FloatVector e = w0.lanewise(LSHL, 16).reinterpretAsFloats();
            FloatVector f = w1.lanewise(LSHL, 16).reinterpretAsFloats();
            FloatVector g = w2.lanewise(LSHL, 16).reinterpretAsFloats();
            FloatVector h = w3.lanewise(LSHL, 16).reinterpretAsFloats();
            FloatVector v = FloatVector.fromArray(FLOATS, x, from + k);
            a0 = e.fma(v, a0);
            b0 = f.fma(v, b0);
            c0 = g.fma(v, c0);
            d0 = h.fma(v, d0);
            v = FloatVector.fromArray(FLOATS, x, x1 + k);
            a1 = e.fma(v, a1);
            b1 = f.fma(v, b1);
            c1 = g.fma(v, c1);
            d1 = h.fma(v, d1);
            v = FloatVector.fromArray(FLOATS, x, x2 + k);
            a2 = e.fma(v, a2);
            b2 = f.fma(v, b2);
            c2 = g.fma(v, c2);
            d2 = h.fma(v, d2);
            v = FloatVector.fromArray(FLOATS, x, x3 + k);
            a3 = e.fma(v, a3);
            b3 = f.fma(v, b3);
            c3 = g.fma(v, c3);
            d3 = h.fma(v, d3);
            e = w0.and(HIGH).reinterpretAsFloats();
            f = w1.and(HIGH).reinterpretAsFloats();
            g = w2.and(HIGH).reinterpretAsFloats();
            h = w3.and(HIGH).reinterpretAsFloats();
            v = FloatVector.fromArray(FLOATS, x, from + k + L);
            a0 = e.fma(v, a0);
            b0 = f.fma(v, b0);
            c0 = g.fma(v, c0);
            d0 = h.fma(v, d0);
            v = FloatVector.fromArray(FLOATS, x, x1 + k + L);
            a1 = e.fma(v, a1);
            b1 = f.fma(v, b1);
            c1 = g.fma(v, c1);
            d1 = h.fma(v, d1);
            v = FloatVector.fromArray(FLOATS, x, x2 + k + L);
            a2 = e.fma(v, a2);
            b2 = f.fma(v, b2);
            c2 = g.fma(v, c2);
            d2 = h.fma(v, d2);
            v = FloatVector.fromArray(FLOATS, x, x3 + k + L);
            a3 = e.fma(v, a3);
            b3 = f.fma(v, b3);
            c3 = g.fma(v, c3);
            d3 = h.fma(v, d3);
        }
        int to1 = to + Math.min(1, last) * slot;
        int to2 = to + Math.min(2, last) * slot;
        int to3 = to + last * slot;
        a0.intoArray(sums, to);
        b0.intoArray(sums, to + step);
        c0.intoArray(sums, to + 2 * step);
        d0.intoArray(sums, to + 3 * step);
        a1.intoArray(sums, to1);
        b1.intoArray(sums, to1 + step);
        c1.intoArray(sums, to1 + 2 * step);
        d1.intoArray(sums, to1 + 3 * step);
        a2.intoArray(sums, to2);
        b2.intoArray(sums, to2 + step);
        c2.intoArray(sums, to2 + 2 * step);
        d2.intoArray(sums, to2 + 3 * step);
        a3.intoArray(sums, to3);
        b3.intoArray(sums, to3 + step);
        c3.intoArray(sums, to3 + 2 * step);
        d3.intoArray(sums, to3 + 3 * step);
    }
}
