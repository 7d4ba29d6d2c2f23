package dev.modeldeck.engine.local.vectors;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Heads in bfloat16, which are the upper halves of float32: two of them are read as an integer, of
 * which the first becomes a float32 by a shift, and the second by a mask.
 */
final class Bfloat16Heads extends HeadMemory {

    private static final VectorSpecies<Float> F = Lanes.FLOATS;
    private static final VectorSpecies<Integer> I = Lanes.INTS;
    private static final int L = Lanes.COUNT;

    private static final ByteOrder ORDER = Lanes.ORDER;
    private static final ValueLayout.OfShort SHORT = Lanes.SHORT;
    private static final int UPPER = 0xffff0000;
    private static final int HALF_LESS_ONE = 0x7fff;

    Bfloat16Heads(MemorySegment numbers, int heads, int size) {
        super(numbers, heads, size, Short.BYTES, 2 * L);
    }

    @Override
    public void write(long index, int which, float[] x, int from) {
        long to = at(index, which);
        for (int i = 0; i < size; i++) {
            numbers.set(SHORT, to + 2L * i, rounded(x[from + i]));
        }
    }

    /** To the nearest, and of two that are as near to the even one. */
    static short rounded(float x) {
        int bits = Float.floatToRawIntBits(x);
        return (short) ((bits + HALF_LESS_ONE + (bits >>> 16 & 1)) >>> 16);
    }

    private static float widened(short x) {
        return Float.intBitsToFloat(x << 16);
    }

    private static FloatVector even(IntVector pairs) {
        return pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector odd(IntVector pairs) {
        return pairs.and(UPPER).reinterpretAsFloats();
    }

    @Override
    public void arrange(float[] x, int from, float[] to, int at) {
        Lanes.deal(x, from, to, at, size);
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
            IntVector first = IntVector.fromMemorySegment(I, keys, key, ORDER);
            IntVector second = IntVector.fromMemorySegment(I, keys, key + 4L * L, ORDER);
            FloatVector sum = more ? FloatVector.fromArray(F, sums, j * L) : FloatVector.zero(F);
            sum = even(first).fma(a, sum);
            sum = odd(first).fma(b, sum);
            sum = even(second).fma(c, sum);
            sum = odd(second).fma(d, sum);
            sum.intoArray(sums, j * L);
        }
    }

    @Override
    void products1(long begin, int count, float[] q, int from, boolean more, float[] sums) {
        MemorySegment keys = numbers;
        long step = position;
        FloatVector a = FloatVector.fromArray(F, q, from);
        FloatVector b = FloatVector.fromArray(F, q, from + L);
        for (int j = 0; j < count; j++) {
            IntVector pairs = IntVector.fromMemorySegment(I, keys, begin + j * step, ORDER);
            FloatVector sum = more ? FloatVector.fromArray(F, sums, j * L) : FloatVector.zero(F);
            odd(pairs).fma(b, even(pairs).fma(a, sum)).intoArray(sums, j * L);
        }
    }

    @Override
    float number(long at, int index) {
        return widened(numbers.get(SHORT, at + 2L * index));
    }

    /** Even ones and odd ones become pairs. */
    private static void spread(FloatVector even, FloatVector odd, float[] to, int at) {
        float[] pairs = new float[2 * L];
        even.intoArray(pairs, 0);
        odd.intoArray(pairs, L);
        for (int i = 0; i < L; i++) {
            to[at + 2 * i] = pairs[i];
            to[at + 2 * i + 1] = pairs[L + i];
        }
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
            IntVector first = IntVector.fromMemorySegment(I, values, value, ORDER);
            IntVector second = IntVector.fromMemorySegment(I, values, value + 4L * L, ORDER);
            a = even(first).fma(weight, a);
            b = odd(first).fma(weight, b);
            c = even(second).fma(weight, c);
            d = odd(second).fma(weight, d);
        }
        spread(a, b, to, at);
        spread(c, d, to, at + 2 * L);
    }

    @Override
    void sum1(long begin, int count, float[] w, int from, float[] to, int at) {
        MemorySegment values = numbers;
        long step = position;
        FloatVector a = FloatVector.zero(F);
        FloatVector b = a;
        for (int j = 0; j < count; j++) {
            FloatVector weight = FloatVector.broadcast(F, w[from + j]);
            IntVector pairs = IntVector.fromMemorySegment(I, values, begin + j * step, ORDER);
            a = even(pairs).fma(weight, a);
            b = odd(pairs).fma(weight, b);
        }
        spread(a, b, to, at);
    }
}
