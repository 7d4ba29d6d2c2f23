package dev.modeldeck.engine.local.vectors;

import static dev.modeldeck.engine.local.vectors.Lanes.BYTES;
import static dev.modeldeck.engine.local.vectors.Lanes.FLOATS;
import static dev.modeldeck.engine.local.vectors.Lanes.ORDER;

import static jdk.incubator.vector.VectorOperators.B2F;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Signed bytes, and a scale for each row. */
final class Int8Rows extends StoredRows {

    private static final int L = Lanes.COUNT;

    private final float[] scales;

    /**
     * @param scales float32 for each row
     */
    Int8Rows(MemorySegment rows, MemorySegment scales, int outputs, int inputs) {
        super(rows, outputs, inputs, 1, false, BYTES.length() - L);
        if (scales.byteSize() != 4L * outputs) {
            throw new IllegalArgumentException(
                    scales.byteSize() + " bytes are not " + outputs + " scales");
        }
        this.scales = scales.toArray(Lanes.FLOAT);
    }

    @Override
    float weight(long index) {
        return rows.get(ValueLayout.JAVA_BYTE, index);
    }

    @Override
    void scale(float[] y, int to, int first, int end) {
        for (int n = first; n < end; n++) {
            y[to + n] *= scales[n];
        }
    }

    @Override
    void eight(
            long offset, long row, int whole, float[] x, int from, float[] sums, int to, int step) {
        MemorySegment all = rows;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
        for (int k = 0; k < whole; k += L) {
            long p = offset + k;
            FloatVector v = FloatVector.fromArray(FLOATS, x, from + k);
            FloatVector w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a0 = w.fma(v, a0);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a1 = w.fma(v, a1);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 2 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a2 = w.fma(v, a2);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 3 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a3 = w.fma(v, a3);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 4 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a4 = w.fma(v, a4);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 5 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a5 = w.fma(v, a5);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 6 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a6 = w.fma(v, a6);
            w =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 7 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            a7 = w.fma(v, a7);
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
        for (int k = 0; k < whole; k += L) {
            long p = offset + k;
            FloatVector e =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            FloatVector f =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            FloatVector g =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 2 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
            FloatVector h =
                    (FloatVector)
                            ByteVector.fromMemorySegment(BYTES, all, p + 3 * row, ORDER)
                                    .convertShape(B2F, FLOATS, 0);
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
