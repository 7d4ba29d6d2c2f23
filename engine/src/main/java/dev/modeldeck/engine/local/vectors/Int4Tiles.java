package dev.modeldeck.engine.local.vectors;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Four bits a weight in tiles of 64 rows. For each input a tile has 32 bytes: byte r has the number
 * of row r below that of row r + 32. A row has a scale and a middle for every 32 inputs; weight = q
 * * scale + low, where low = middle - 8 * scale. Lanes are outputs here, and a group adds scale *
 * sum(q * x) + low * sum(x), the latter sums following an arranged input.
 */
final class Int4Tiles implements RowMatrix {

    private static final int TILE = 64;
    static final int HALF = TILE / 2;
    static final int GROUP = 32;
    private static final int L = Lanes.COUNT;
    private static final int FOUR = 4;
    private static final int SLOT = Int4Groups.VECTORS * L;

    private final MemorySegment packed;
    private final MemorySegment scales;
    private final int outputs;
    private final int inputs;

    Int4Tiles(MemorySegment packed, MemorySegment scales, int outputs, int inputs) {
        if (outputs % TILE != 0
                || inputs % GROUP != 0
                || packed.byteSize() != (long) outputs * inputs / 2
                || scales.byteSize() != 4L * outputs * (inputs / GROUP)) {
            throw new IllegalArgumentException(
                    "%d bytes and %d bytes of scales are not %d rows of %d, tiled"
                            .formatted(packed.byteSize(), scales.byteSize(), outputs, inputs));
        }
        this.packed = packed;
        this.scales = scales;
        this.outputs = outputs;
        this.inputs = inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int step() {
        return TILE;
    }

    @Override
    public int arranged() {
        return inputs + inputs / GROUP;
    }

    @Override
    public void arrange(float[] x, int from, float[] to, int at) {
        System.arraycopy(x, from, to, at, inputs);
        int groups = inputs / GROUP;
        for (int g = 0; g < groups; g++) {
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int k = from + g * GROUP; k < from + (g + 1) * GROUP; k += 4) {
                a += x[k];
                b += x[k + 1];
                c += x[k + 2];
                d += x[k + 3];
            }
            to[at + inputs + g] = (a + b) + (c + d);
        }
    }

    @Override
    public void multiply(float[] x, int count, float[] y, int at, int stride, int first, int end) {
        for (int i = 0; i < count; i++) {
            Arrays.fill(y, at + i * stride + first, at + i * stride + end, 0);
        }
        float[] sums = new float[FOUR * SLOT];
        int tiles = count == 1 ? FOUR : 1;
        for (int n = first; n < end; n += tiles * TILE) {
            for (int r = 0; r < HALF; r += 2 * L) {
                if (n + tiles * TILE > end) {
                    tiles = 1;
                }
                for (int i = 0; i < count; i += FOUR) {
                    int last = Math.min(FOUR, count - i) - 1;
                    if (tiles == FOUR) {
                        side(x, y, at, n + r, sums);
                    } else {
                        some(x, i, last, y, at, stride, n + r, sums);
                    }
                }
            }
        }
    }

    /** Multiplies one input by four tiles, which are fetched from memory at the same time. */
    private void side(float[] x, float[] y, int at, int n, float[] sums) {
        long tile = (long) TILE * inputs / 2;
        long w = n / TILE * tile + n % TILE;
        for (int g = 0; g < inputs / GROUP; g++) {
            long p = w + (long) g * GROUP * HALF;
            Int4Groups.tiles(packed, p, p + tile, p + 2 * tile, p + 3 * tile, x, g * GROUP, sums);
            long scale = 4L * ((long) g * outputs + n);
            for (int t = 0; t < FOUR; t++) {
                long own = scale + 4L * t * TILE;
                Int4Groups.add(sums, t * SLOT, scales, own, x[inputs + g], y, at + n + t * TILE);
            }
        }
    }

    /** Multiplies one to four inputs by one tile. */
    private void some(
            float[] x, int first, int last, float[] y, int at, int stride, int n, float[] sums) {
        // What is missing of four inputs is computed again and left alone.
        int pitch = arranged();
        long w = (long) (n / TILE) * TILE * inputs / 2 + n % TILE;
        for (int g = 0; g < inputs / GROUP; g++) {
            int x0 = first * pitch + g * GROUP;
            int x1 = x0 + Math.min(1, last) * pitch;
            int x2 = x0 + Math.min(2, last) * pitch;
            Int4Groups.inputs(
                    packed, w + (long) g * GROUP * HALF, x, x0, x1, x2, x0 + last * pitch, sums);
            long scale = 4L * ((long) g * outputs + n);
            for (int i = 0; i <= last; i++) {
                float sum = x[(first + i) * pitch + inputs + g];
                Int4Groups.add(
                        sums, i * SLOT, scales, scale, sum, y, at + (first + i) * stride + n);
            }
        }
    }
}
