package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchModule;

/**
 * A loaded decoder: takes token ids, gives logits, and remembers the sequence of each slot. Steps
 * run one at a time on its own thread; callers wait.
 */
final class Decoder implements AutoCloseable {

    private static final int FIRST_CAPACITY = 256;

    private final DecoderShape shape;
    private final TorchModule module;
    private final Safetensors weights;
    private final ComputeThreads thread;
    private final int[] capacity;

    /** The module with all weights added; they stay mapped until this is closed. */
    Decoder(
            DecoderShape shape,
            TorchModule module,
            Safetensors weights,
            ComputeThreads thread,
            int slots) {
        this.shape = shape;
        this.module = module;
        this.weights = weights;
        this.thread = thread;
        this.capacity = new int[slots];
        thread.run(() -> {
            for (int slot = 0; slot < slots; slot++) {
                reserve(slot, 0, FIRST_CAPACITY);
            }
            return true;
        });
    }

    DecoderShape shape() {
        return shape;
    }

    /**
     * Appends tokens to a slot's sequence.
     *
     * @param start how many tokens of the sequence are in the slot already; what lies beyond is
     *     overwritten
     * @param wanted for how many of the last tokens logits are wanted, at least 1
     * @return one row of logits, as long as the vocabulary, for each wanted token
     */
    float[][] append(int slot, int[] ids, int start, int wanted) {
        return thread.run(() -> compute(slot, ids, start, wanted));
    }

    private float[][] compute(int slot, int[] ids, int start, int wanted) {
        int end = start + ids.length;
        if (end > capacity[slot]) {
            reserve(
                    slot,
                    start,
                    Math.clamp(2L * capacity[slot], end, Math.max(end, shape.context())));
        }
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue idsValue = IValue.from(ids(manager, ids));
                IValue cos = table(manager, shape.rope().cosines(start, end));
                IValue sin = table(manager, shape.rope().signedSines(start, end));
                IValue slotValue = IValue.from((long) slot);
                IValue startValue = IValue.from((long) start);
                IValue wantedValue = IValue.from((long) wanted);
                IValue logits =
                        ids.length == 1
                                ? module.call("decode", slotValue, idsValue, startValue, cos, sin)
                                : module.call(
                                        "prefill",
                                        slotValue,
                                        idsValue,
                                        startValue,
                                        cos,
                                        sin,
                                        wantedValue)) {
            return rows(logits.toTensor(manager).toFloatArray(), wanted);
        }
    }

    private static float[][] rows(float[] flat, int rows) {
        int width = flat.length / rows;
        if (rows == 1) {
            return new float[][] {flat};
        }
        float[][] result = new float[rows][width];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(flat, i * width, result[i], 0, width);
        }
        return result;
    }

    private static PtNDArray ids(PtNDManager manager, int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return (PtNDArray) manager.create(wide);
    }

    private IValue table(PtNDManager manager, float[] values) {
        long rows = values.length / shape.headSize();
        return IValue.from(
                (PtNDArray) manager.create(values, new Shape(rows, 1, shape.headSize())));
    }

    private void reserve(int slot, int used, int positions) {
        try (IValue slotValue = IValue.from((long) slot);
                IValue usedValue = IValue.from((long) used);
                IValue positionsValue = IValue.from((long) positions)) {
            module.call("reserve", slotValue, usedValue, positionsValue).close();
        }
        capacity[slot] = positions;
    }

    @Override
    public void close() {
        thread.close();
        module.close();
        weights.close();
    }
}
