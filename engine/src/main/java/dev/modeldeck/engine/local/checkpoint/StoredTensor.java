package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.local.torchscript.TensorType;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor in a mapped file: type, shape (outermost first) and its bytes, read when they are
 * touched.
 */
public record StoredTensor(TensorType type, List<Long> shape, MemorySegment bytes) {

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** Some rows of a matrix, without a copy. */
    public StoredTensor rows(long from, long to) {
        long row = bytes.byteSize() / shape.getFirst();
        return new StoredTensor(
                type,
                List.of(to - from, shape.get(1)),
                bytes.asSlice(from * row, (to - from) * row));
    }

    /** The matrix in blocks of whole rows of at most that many bytes; a smaller tensor as it is. */
    public List<StoredTensor> blocks(long most) {
        if (bytes.byteSize() <= most) {
            return List.of(this);
        }
        long rows = shape.getFirst();
        long step = Math.max(1, most / (bytes.byteSize() / rows));
        List<StoredTensor> blocks = new ArrayList<>();
        for (long from = 0; from < rows; from += step) {
            blocks.add(rows(from, Math.min(from + step, rows)));
        }
        return blocks;
    }
}
