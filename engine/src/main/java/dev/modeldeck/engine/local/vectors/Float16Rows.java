package dev.modeldeck.engine.local.vectors;

import static dev.modeldeck.engine.local.vectors.Lanes.FLOATS;
import static dev.modeldeck.engine.local.vectors.Lanes.INTS;
import static dev.modeldeck.engine.local.vectors.Lanes.ORDER;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

import java.lang.foreign.MemorySegment;

/**
 * Numbers of float16: a pair of them is read as an int, and what a half is made of is moved to
 * where a float32 has it. Below the least exponent a half has no leading one, although moving makes
 * it one: then twice the number less that one is less, and right.
 */
final class Float16Rows extends StoredRows {

    private static final int L = Lanes.COUNT;

    /** The sign, and the rest, of the half in a lane's upper bits; the rest is moved by three. */
    private static final int SIGN = 0x80000000;

    private static final int REST = 0x0fffe000;

    /** What the exponent of a float32 counts from, less the same of a float16. */
    private static final int BIAS = (127 - 15) << 23;

    private static final FloatVector TWO = FloatVector.broadcast(FLOATS, 2);
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, -0x1p-14f);

    private static final ThreadLocal<float[]> STRIP = ThreadLocal.withInitial(() -> new float[0]);

    Float16Rows(MemorySegment rows, int outputs, int inputs) {
        super(rows, outputs, inputs, 2, true, 0);
    }

    @Override
    float weight(long index) {
        return Float.float16ToFloat(rows.get(Lanes.SHORT, 2 * index));
    }

    @Override
    void eight(
            long offset, long row, int whole, float[] x, int from, float[] sums, int to, int step) {
        four(offset, row, whole, x, from, sums, to, step);
        if (row > 0) {
            four(offset + 4 * row, row, whole, x, from, sums, to + 4 * step, step);
        }
    }

    private void four(
            long offset, long row, int whole, float[] x, int from, float[] sums, int to, int step) {
        MemorySegment all = rows;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0, a2 = a0, a3 = a0;
        for (int k = 0; k < whole; k += 2 * L) {
            long p = offset + 2L * k;
            FloatVector v = FloatVector.fromArray(FLOATS, x, from + k);
            FloatVector u = FloatVector.fromArray(FLOATS, x, from + k + L);
            IntVector odd = IntVector.fromMemorySegment(INTS, all, p, ORDER);
            IntVector even = odd.lanewise(LSHL, 16);
            IntVector m = even.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a0 = even.and(SIGN).or(m).reinterpretAsFloats().fma(v, a0);
            m = odd.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a0 = odd.and(SIGN).or(m).reinterpretAsFloats().fma(u, a0);
            odd = IntVector.fromMemorySegment(INTS, all, p + row, ORDER);
            even = odd.lanewise(LSHL, 16);
            m = even.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a1 = even.and(SIGN).or(m).reinterpretAsFloats().fma(v, a1);
            m = odd.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a1 = odd.and(SIGN).or(m).reinterpretAsFloats().fma(u, a1);
            odd = IntVector.fromMemorySegment(INTS, all, p + 2 * row, ORDER);
            even = odd.lanewise(LSHL, 16);
            m = even.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a2 = even.and(SIGN).or(m).reinterpretAsFloats().fma(v, a2);
            m = odd.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a2 = odd.and(SIGN).or(m).reinterpretAsFloats().fma(u, a2);
            odd = IntVector.fromMemorySegment(INTS, all, p + 3 * row, ORDER);
            even = odd.lanewise(LSHL, 16);
            m = even.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a3 = even.and(SIGN).or(m).reinterpretAsFloats().fma(v, a3);
            m = odd.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            a3 = odd.and(SIGN).or(m).reinterpretAsFloats().fma(u, a3);
        }
        a0.intoArray(sums, to);
        a1.intoArray(sums, to + step);
        a2.intoArray(sums, to + 2 * step);
        a3.intoArray(sums, to + 3 * step);
    }

    /** Four rows as arranged floats, one after the other, or one where all are the same. */
    private float[] unpacked(long offset, long row, int whole) {
        float[] strip = STRIP.get();
        if (strip.length < FOUR * whole) {
            strip = new float[FOUR * whole];
            STRIP.set(strip);
        }
        for (int i = 0; i < (row == 0 ? 1 : FOUR); i++) {
            unpack(rows, offset + i * row, strip, i * whole, whole);
        }
        return strip;
    }

    private static void unpack(MemorySegment all, long offset, float[] strip, int to, int whole) {
        for (int k = 0; k < whole; k += 2 * L) {
            IntVector odd = IntVector.fromMemorySegment(INTS, all, offset + 2L * k, ORDER);
            IntVector even = odd.lanewise(LSHL, 16);
            IntVector m = even.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            even.and(SIGN).or(m).reinterpretAsFloats().intoArray(strip, to + k);
            m = odd.lanewise(LSHR, 3).and(REST).add(BIAS);
            m = m.reinterpretAsFloats().fma(TWO, ONE).reinterpretAsInts().min(m);
            odd.and(SIGN).or(m).reinterpretAsFloats().intoArray(strip, to + k + L);
        }
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
        float[] w = unpacked(offset, row, whole);
        int next = row == 0 ? 0 : whole;
        int x1 = from + Math.min(1, last) * inputs;
        int x2 = from + Math.min(2, last) * inputs;
        int x3 = from + last * inputs;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        FloatVector c0 = a0, c1 = a0, c2 = a0, c3 = a0, d0 = a0, d1 = a0, d2 = a0, d3 = a0;
        for (int k = 0; k < whole; k += L) {
            FloatVector e = FloatVector.fromArray(FLOATS, w, k);
            FloatVector f = FloatVector.fromArray(FLOATS, w, next + k);
            FloatVector g = FloatVector.fromArray(FLOATS, w, 2 * next + k);
            FloatVector h = FloatVector.fromArray(FLOATS, w, 3 * next + k);
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
