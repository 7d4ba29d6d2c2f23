package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Heads in float32. */
final class Float32Heads extends HeadMemory {

    private static final VectorSpecies<Float> F = Lanes.FLOATS;
    private static final int L = Lanes.COUNT;

    private static final ByteOrder ORDER = Lanes.ORDER;
    private static final ValueLayout.OfFloat FLOAT = Lanes.FLOAT;

    Float32Heads(MemorySegment numbers, int heads, int size) {
        super(numbers, heads, size, Float.BYTES, L);
    }

    @Override
    public void write(long index, int which, float[] x, int from) {
        MemorySegment.copy(x, from, numbers, FLOAT, at(index, which), size);
    }

    @Override
    public void arrange(float[] x, int from, float[] to, int at) {
        System.arraycopy(x, from, to, at, size);
    }

    @Override
    void products4(long begin, int count, float[] q, int from, boolean more, float[] sums) {
        MemorySegment keys = numbers;
        long step = position;
        FloatVector a = FloatVector.fromArray(F, q, from);
        FloatVector b = FloatVector.fromArray(F, q, from + L);
        FloatVector c = FloatVector.fromArray(F, q, from + 2 * L);
        FloatVector d = FloatVector.fromArray(F, q, from + 3 * L);
        for (int j = 0; j < count; j++) {
            long key = begin + j * step;
            FloatVector sum = more ? FloatVector.fromArray(F, sums, j * L) : FloatVector.zero(F);
            sum = FloatVector.fromMemorySegment(F, keys, key, ORDER).fma(a, sum);
            sum = FloatVector.fromMemorySegment(F, keys, key + 4L * L, ORDER).fma(b, sum);
            sum = FloatVector.fromMemorySegment(F, keys, key + 8L * L, ORDER).fma(c, sum);
            sum = FloatVector.fromMemorySegment(F, keys, key + 12L * L, ORDER).fma(d, sum);
            sum.intoArray(sums, j * L);
        }
    }

    @Override
    void products1(long begin, int count, float[] q, int from, boolean more, float[] sums) {
        MemorySegment keys = numbers;
        long step = position;
        FloatVector a = FloatVector.fromArray(F, q, from);
        for (int j = 0; j < count; j++) {
            FloatVector sum = more ? FloatVector.fromArray(F, sums, j * L) : FloatVector.zero(F);
            FloatVector.fromMemorySegment(F, keys, begin + j * step, ORDER)
                    .fma(a, sum)
                    .intoArray(sums, j * L);
        }
    }

    @Override
    float number(long at, int index) {
        return numbers.get(FLOAT, at + 4L * index);
    }

    @Override
    void sum4(long begin, int count, float[] w, int from, float[] to, int at) {
        MemorySegment values = numbers;
        long step = position;
        FloatVector a = FloatVector.zero(F);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int j = 0; j < count; j++) {
            long value = begin + j * step;
            FloatVector weight = FloatVector.broadcast(F, w[from + j]);
            a = FloatVector.fromMemorySegment(F, values, value, ORDER).fma(weight, a);
            b = FloatVector.fromMemorySegment(F, values, value + 4L * L, ORDER).fma(weight, b);
            c = FloatVector.fromMemorySegment(F, values, value + 8L * L, ORDER).fma(weight, c);
            d = FloatVector.fromMemorySegment(F, values, value + 12L * L, ORDER).fma(weight, d);
        }
        a.intoArray(to, at);
        b.intoArray(to, at + L);
        c.intoArray(to, at + 2 * L);
        d.intoArray(to, at + 3 * L);
    }

    @Override
    void sum1(long begin, int count, float[] w, int from, float[] to, int at) {
        MemorySegment values = numbers;
        long step = position;
        FloatVector a = FloatVector.zero(F);
        for (int j = 0; j < count; j++) {
            FloatVector weight = FloatVector.broadcast(F, w[from + j]);
            a = FloatVector.fromMemorySegment(F, values, begin + j * step, ORDER).fma(weight, a);
        }
        a.intoArray(to, at);
    }
}
