package dev.modeldeck.engine.local.vectors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Keys or values of a layer: for each position and head a vector, [positions, heads, size]. Several
 * threads may use it, each at a head of its own.
 */
public abstract sealed class HeadMemory permits Float32Heads, Bfloat16Heads {

    final MemorySegment numbers;
    final int size;

    /** Bytes from one position to the next. */
    final long position;

    /** Bytes of a head. */
    private final int head;

    /** Positions whose products are added up at a time. */
    private static final int SOME = 64;

    /** Numbers of four vectors, which are read at a time where a head has so many. */
    private static final int FOUR = 4 * Lanes.COUNT;

    private final int bytes;

    /** Numbers that are read at a time behind them. */
    private final int block;

    HeadMemory(MemorySegment numbers, int heads, int size, int bytes, int block) {
        this.numbers = numbers;
        this.size = size;
        this.bytes = bytes;
        this.block = block;
        this.head = size * bytes;
        this.position = (long) heads * head;
    }

    /**
     * @param numbers in float32, or in bfloat16
     */
    public static HeadMemory of(MemorySegment numbers, int heads, int size, boolean bfloat16) {
        return bfloat16
                ? new Bfloat16Heads(numbers, heads, size)
                : new Float32Heads(numbers, heads, size);
    }

    final long at(long index, int which) {
        return index * position + (long) which * head;
    }

    /** Keeps a vector, rounded as this is kept. */
    public abstract void write(long index, int which, float[] x, int from);

    /** Lays a query out as {@link #scores} reads it. */
    public abstract void arrange(float[] x, int from, float[] to, int at);

    /**
     * Products of one query with the keys of so many positions.
     *
     * @param query arranged
     * @param first position
     */
    public final void scores(
            float[] query, int from, long first, int count, int which, float[] to, int at) {
        int whole = size / block * block;
        int room = (Math.min(count, SOME) + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
        float[] sums = new float[room * Lanes.COUNT];
        for (int done = 0; done < count; done += SOME) {
            int some = Math.min(SOME, count - done);
            long key = at(first + done, which);
            if (whole > 0) {
                products(key, some, query, from, whole, sums);
                Sums.add(sums, 0, some, to, at + done);
            } else {
                Arrays.fill(to, at + done, at + done + some, 0);
            }
            for (int i = whole; i < size; i++) {
                for (int j = 0; j < some; j++) {
                    to[at + done + j] += number(key + j * position, i) * query[from + i];
                }
            }
        }
    }

    /** Products of whole blocks, a vector for each position, in lanes that are to be added up. */
    private void products(long key, int count, float[] q, int from, int whole, float[] sums) {
        int i = 0;
        for (; i + FOUR <= whole; i += FOUR) {
            products4(key + (long) i * bytes, count, q, from + i, i > 0, sums);
        }
        for (; i < whole; i += block) {
            products1(key + (long) i * bytes, count, q, from + i, i > 0, sums);
        }
    }

    /**
     * Products of four vectors of each key.
     *
     * @param more whether they are added to what is there
     */
    abstract void products4(long begin, int count, float[] q, int from, boolean more, float[] sums);

    /** The same of one block. */
    abstract void products1(long begin, int count, float[] q, int from, boolean more, float[] sums);

    /** One number of the head that begins there. */
    abstract float number(long at, int index);

    /**
     * The sum of the values of so many positions, each multiplied by its weight: a vector as long
     * as a head.
     *
     * @param first position
     */
    public final void sum(
            float[] weights, int from, long first, int count, int which, float[] to, int at) {
        long begin = at(first, which);
        int i = 0;
        for (; i + FOUR <= size; i += FOUR) {
            sum4(begin + (long) i * bytes, count, weights, from, to, at + i);
        }
        for (; i + block <= size; i += block) {
            sum1(begin + (long) i * bytes, count, weights, from, to, at + i);
        }
        for (; i < size; i++) {
            float all = 0;
            for (int j = 0; j < count; j++) {
                all = Math.fma(number(begin + j * position, i), weights[from + j], all);
            }
            to[at + i] = all;
        }
    }

    /** The sum of four vectors of each value. */
    abstract void sum4(long begin, int count, float[] w, int from, float[] to, int at);

    /** The same of one block. */
    abstract void sum1(long begin, int count, float[] w, int from, float[] to, int at);
}
