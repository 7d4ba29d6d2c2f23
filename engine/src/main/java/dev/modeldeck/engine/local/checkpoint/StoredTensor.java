package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.local.torchscript.TensorType;

import java.lang.foreign.MemorySegment;
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
}
