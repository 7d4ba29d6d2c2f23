package dev.modeldeck.engine.local.checkpoint;

import dev.modeldeck.engine.local.torchscript.TensorType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tensor of a checkpoint: type, shape (outermost first), and its bytes when they are wanted. */
public record StoredTensor(TensorType type, List<Long> shape, Content content) {

    /** Where the bytes of a tensor come from. */
    @FunctionalInterface
    public interface Content {

        /**
         * Bytes of the tensor, read when they are touched or made now.
         *
         * @param arena owns what has to be made; bytes of a mapped file come without a copy
         */
        MemorySegment bytes(long from, long to, Arena arena);

        /** All bytes where they lie mapped; empty where they have to be made. */
        default Optional<MemorySegment> there() {
            return Optional.empty();
        }
    }

    private record Mapped(MemorySegment all) implements Content {
        @Override
        public MemorySegment bytes(long from, long to, Arena arena) {
            return all.asSlice(from, to - from);
        }

        @Override
        public Optional<MemorySegment> there() {
            return Optional.of(all);
        }
    }

    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** A tensor whose bytes are there. */
    public static StoredTensor mapped(TensorType type, List<Long> shape, MemorySegment bytes) {
        return new StoredTensor(type, shape, new Mapped(bytes));
    }

    public long byteSize() {
        return shape.stream().reduce(1L, (a, b) -> a * b) * type.bytes();
    }

    /**
     * All bytes of the tensor.
     *
     * @param arena must live as long as they are used
     */
    public MemorySegment bytes(Arena arena) {
        return content.bytes(0, byteSize(), arena);
    }

    /** All bytes where they lie mapped; empty where they have to be made. */
    public Optional<MemorySegment> there() {
        return content.there();
    }

    /** Some rows of a matrix, without reading them. */
    public StoredTensor rows(long from, long to) {
        long row = byteSize() / shape.getFirst();
        return new StoredTensor(
                type,
                List.of(to - from, shape.get(1)),
                (begin, end, arena) -> content.bytes(from * row + begin, from * row + end, arena));
    }

    /** The matrix in blocks of whole rows of at most that many bytes; a smaller tensor as it is. */
    public List<StoredTensor> blocks(long most) {
        if (byteSize() <= most) {
            return List.of(this);
        }
        long rows = shape.getFirst();
        long step = Math.max(1, most / (byteSize() / rows));
        List<StoredTensor> blocks = new ArrayList<>();
        for (long from = 0; from < rows; from += step) {
            blocks.add(rows(from, Math.min(from + step, rows)));
        }
        return blocks;
    }
}
