package dev.modeldeck.engine.local.gguf;

import dev.modeldeck.engine.local.torchscript.TensorType;
import dev.modeldeck.engine.registry.format.gguf.GgufType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Widens quantised rows of one tensor into float32 or float16. For one thread. */
final class RowWriter {

    private final Blocks blocks;
    private final int count;
    private final float[] wide;
    private final short[] halves;

    /**
     * @param columns numbers in a row
     */
    RowWriter(GgufType from, TensorType to, int columns) {
        blocks = Blocks.of(from);
        count = columns / from.blockElements();
        wide = new float[columns];
        halves = new short[to == TensorType.FLOAT16 ? columns : 0];
    }

    void write(byte[] packed, MemorySegment target, long at) {
        blocks.widen(packed, count, wide);
        if (halves.length == 0) {
            MemorySegment.copy(wide, 0, target, ValueLayout.JAVA_FLOAT, at, wide.length);
            return;
        }
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16(wide[i]);
        }
        MemorySegment.copy(halves, 0, target, ValueLayout.JAVA_SHORT, at, halves.length);
    }
}
