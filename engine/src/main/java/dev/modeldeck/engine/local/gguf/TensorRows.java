package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.local.checkpoint.StoredTensor;
import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.format.gguf.GgufTensor;
import dev.modeldeck.engine.registry.format.gguf.GgufType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The rows of a tensor in the order and type in which they are used: straight from the file where
 * it has them so, else put in order and widened, by all processors.
 */
final class TensorRows implements StoredTensor.Content {

    /** Numbers that one processor takes at a time: few enough to stay in its cache. */
    private static final int PIECE = 1 << 16;

    private static final int ALIGNMENT = 64;

    private final MemorySegment stored;
    private final GgufType from;
    private final TensorType to;
    private final RowOrder order;
    private final long rows;
    private final int columns;

    TensorRows(MemorySegment stored, GgufTensor tensor, TensorType to, RowOrder order) {
        this.stored = stored;
        this.from = tensor.type();
        this.to = to;
        this.order = order;
        this.rows = tensor.shape().isEmpty() ? 1 : tensor.shape().getFirst();
        this.columns = Math.toIntExact(tensor.elements() / Math.max(1, rows));
    }

    @Override
    public MemorySegment bytes(long begin, long end, Arena arena) {
        if (asStored()) {
            return stored.asSlice(begin, end - begin);
        }
        long row = (long) columns * to.bytes();
        long first = begin / row;
        long count = (end - begin) / row;
        MemorySegment made = arena.allocate(end - begin, ALIGNMENT);
        int atOnce = Math.max(1, PIECE / columns);
        LongStream.range(0, (count + atOnce - 1) / atOnce)
                .parallel()
                .forEach(piece -> {
                    long at = piece * atOnce;
                    fill(made, first, at, Math.min(count, at + atOnce));
                });
        return made;
    }

    @Override
    public Optional<MemorySegment> there() {
        return asStored() ? Optional.of(stored) : Optional.empty();
    }

    private boolean asStored() {
        return !from.quantised() && order == RowOrder.AS_STORED;
    }

    /** Rows {@code at} to {@code end} of what is made, which begins with the row {@code first}. */
    private void fill(MemorySegment made, long first, long at, long end) {
        int bytes = columns / from.blockElements() * from.blockBytes();
        long width = (long) columns * to.bytes();
        if (!from.quantised()) {
            for (long row = at; row < end; row++) {
                long source = order.inFile(first + row, rows) * bytes;
                MemorySegment.copy(stored, source, made, row * width, bytes);
            }
            return;
        }
        byte[] packed = new byte[bytes];
        RowWriter writer = new RowWriter(from, to, columns);
        for (long row = at; row < end; row++) {
            long source = order.inFile(first + row, rows) * bytes;
            MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, source, packed, 0, bytes);
            writer.write(packed, made, row * width);
        }
    }
}
