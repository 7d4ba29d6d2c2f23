package dev.modeldeck.engine.local.vectors;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Matrices that are read where they lie, little-endian, mapped or allocated. Inputs, sums and
 * products are float32.
 */
public final class RowMatrices {

    private RowMatrices() {}

    /** Rows of bfloat16, [outputs, inputs]. */
    public static RowMatrix bfloat16(MemorySegment rows, int outputs, int inputs) {
        return new Bfloat16Rows(plain(rows), outputs, inputs);
    }

    /** Rows of IEEE's halves, [outputs, inputs]. */
    public static RowMatrix float16(MemorySegment rows, int outputs, int inputs) {
        return new Float16Rows(plain(rows), outputs, inputs);
    }

    /**
     * Rows of signed bytes, [outputs, inputs], each times its row's scale.
     *
     * @param scales float32, [outputs]
     */
    public static RowMatrix int8(
            MemorySegment numbers, MemorySegment scales, int outputs, int inputs) {
        return new Int8Rows(plain(numbers), plain(scales), outputs, inputs);
    }

    /**
     * Four bits a weight in tiles of 64 rows: {@link Int4Tiles} says how.
     *
     * @param packed bytes, [outputs / 64, inputs, 32]
     * @param scales bfloat16, [inputs / 32, outputs, 2]
     * @throws IllegalArgumentException if tiles or groups are not whole
     */
    public static RowMatrix int4(
            MemorySegment packed, MemorySegment scales, int outputs, int inputs) {
        return new Int4Tiles(plain(packed), plain(scales), outputs, inputs);
    }

    /**
     * Matrices one under another.
     *
     * @param parts of one kind, with the same inputs
     */
    public static RowMatrix stacked(List<RowMatrix> parts) {
        return parts.size() == 1 ? parts.getFirst() : new StackedRows(parts);
    }

    /**
     * Mapped memory as if it had been allocated, of the same scope: kernels that meet one class of
     * segments only are compiled to better code.
     */
    @SuppressWarnings("restricted")
    private static MemorySegment plain(MemorySegment segment) {
        return segment.isMapped() ? segment.reinterpret(segment.byteSize()) : segment;
    }
}
