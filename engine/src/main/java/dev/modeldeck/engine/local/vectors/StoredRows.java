package dev.modeldeck.engine.local.vectors;

import java.lang.foreign.MemorySegment;

/** Rows one after the other, which are multiplied eight at a time. */
abstract sealed class StoredRows implements RowMatrix permits Bfloat16Rows, Float16Rows, Int8Rows {

    /** Rows that a kernel reads side by side. */
    static final int EIGHT = 8;

    /** Inputs, and rows, of a tile. */
    static final int FOUR = 4;

    /**
     * Bytes between rows that are read side by side: a processor fetches ahead of what is read in
     * one page, and several pages at a time.
     */
    private static final int APART = 1 << 14;

    /** Rows that are added up together, or a multiple of them. */
    private static final int SUMMED = 16;

    /** Inputs that a kernel reads at a time. */
    private static final int BLOCK = 2 * Lanes.COUNT;

    final MemorySegment rows;
    private final int outputs;
    final int inputs;
    private final boolean dealt;
    private final int whole;
    private final long row;

    /** Rows that stay in a processor's cache while one input after the other meets them. */
    private final int chunk;

    /**
     * @param bytes of a number
     * @param dealt whether numbers are read in pairs: a block's even inputs come before its odd
     *     ones then
     * @param beyond numbers that kernels read behind those that they multiply
     */
    StoredRows(MemorySegment rows, int outputs, int inputs, int bytes, boolean dealt, int beyond) {
        this.row = (long) bytes * inputs;
        if (rows.byteSize() != row * outputs) {
            throw new IllegalArgumentException(
                    rows.byteSize() + " bytes are not " + outputs + " rows of " + row);
        }
        this.rows = rows;
        this.chunk = SUMMED * (int) Math.clamp(APART * EIGHT / SUMMED / Math.max(1, row), 1, 16);
        this.outputs = outputs;
        this.inputs = inputs;
        this.dealt = dealt;
        this.whole = Math.max(0, inputs - beyond) / BLOCK * BLOCK;
    }

    @Override
    public final int outputs() {
        return outputs;
    }

    @Override
    public final int inputs() {
        return inputs;
    }

    @Override
    public final int step() {
        return EIGHT;
    }

    @Override
    public final int arranged() {
        return inputs;
    }

    @Override
    public final void arrange(float[] x, int from, float[] to, int at) {
        if (dealt) {
            Lanes.deal(x, from, to, at, inputs);
        } else {
            System.arraycopy(x, from, to, at, inputs);
        }
    }

    @Override
    public final void multiply(
            float[] x, int count, float[] y, int at, int stride, int first, int end) {
        int slot = chunk * Lanes.COUNT;
        float[] sums = new float[Math.min(count, FOUR) * slot];
        for (int n = first; n < end; n += chunk) {
            int many = Math.min(end - n, chunk);
            for (int i = 0; i < count; i += FOUR) {
                int last = Math.min(count - i, FOUR) - 1;
                if (last == 0) {
                    one(x, i * inputs, sums, n, many);
                } else {
                    some(x, i * inputs, last, sums, slot, n, many);
                }
                for (int j = 0; j <= last; j++) {
                    int to = at + (i + j) * stride;
                    Sums.add(sums, j * slot, many, y, to + n);
                    rest(x, (i + j) * inputs, y, to, n, n + many);
                    scale(y, to, n, n + many);
                }
            }
        }
    }

    /** Multiplies one input by a chunk's rows, which are as far apart as there. */
    private void one(float[] x, int from, float[] sums, int first, int many) {
        int apart = many / EIGHT;
        for (int r = 0; r < apart; r++) {
            int to = r * Lanes.COUNT;
            eight((first + r) * row, apart * row, whole, x, from, sums, to, apart * Lanes.COUNT);
        }
        for (int r = apart * EIGHT; r < many; r++) {
            eight((first + r) * row, 0, whole, x, from, sums, r * Lanes.COUNT, 0);
        }
    }

    /** The same with two to four inputs. */
    private void some(float[] x, int from, int last, float[] sums, int slot, int first, int many) {
        int apart = many / FOUR;
        for (int r = 0; r < apart; r++) {
            tile(
                    (first + r) * row,
                    apart * row,
                    whole,
                    x,
                    from,
                    last,
                    sums,
                    r * Lanes.COUNT,
                    slot,
                    apart * Lanes.COUNT);
        }
        for (int r = apart * FOUR; r < many; r++) {
            tile((first + r) * row, 0, whole, x, from, last, sums, r * Lanes.COUNT, slot, 0);
        }
    }

    /** Adds what is left over behind the whole blocks. */
    private void rest(float[] x, int from, float[] y, int to, int first, int end) {
        if (whole == inputs) {
            return;
        }
        for (int n = first; n < end; n++) {
            float sum = y[to + n];
            for (int k = whole; k < inputs; k++) {
                sum += weight((long) n * inputs + k) * x[from + k];
            }
            y[to + n] = sum;
        }
    }

    /** A single weight, unscaled. */
    abstract float weight(long index);

    /**
     * Multiplies one input by eight rows, or by one eight times: the vector at {@code to + r *
     * step} becomes the product with row r, in lanes that are to be added up.
     *
     * @param row bytes to the next row, or 0
     * @param whole inputs in whole blocks
     * @param step to the next sum, or 0
     */
    abstract void eight(
            long offset, long row, int whole, float[] x, int from, float[] sums, int to, int step);

    /**
     * Multiplies two to four inputs by four rows, or by one four times.
     *
     * @param last input
     * @param slot to the next input's sums
     */
    abstract void tile(
            long offset,
            long row,
            int whole,
            float[] x,
            int from,
            int last,
            float[] sums,
            int to,
            int slot,
            int step);

    /** Multiplies {@code y[to + n]} by the scale of row n, if rows have one. */
    void scale(float[] y, int to, int first, int end) {}
}
