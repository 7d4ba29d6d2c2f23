package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A loaded decoder: takes token ids, gives logits, and remembers the sequence of each slot. Callers
 * on threads of their own wait for their step; single tokens of several slots are computed together
 * on its one thread.
 */
final class Decoder implements AutoCloseable {

    private static final int FIRST_CAPACITY = 256;

    private final DecoderShape shape;
    private final List<Rope> ropes;
    private final TorchModule module;
    private final Weights weights;
    private final ComputeThreads thread;
    private final RunningBatch batch;
    private final int[] capacity;

    /** The module with all weights added; they stay mapped until this is closed. */
    Decoder(
            DecoderShape shape,
            TorchModule module,
            Weights weights,
            ComputeThreads thread,
            int slots) {
        this.shape = shape;
        this.ropes = shape.ropes();
        this.module = module;
        this.weights = weights;
        this.thread = thread;
        this.batch = new RunningBatch(thread, this::decode, this::prefill);
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

    /** Appends tokens to a slot's sequence and waits for the logits that the step asks for. */
    float[][] append(Step step) {
        return batch.run(step);
    }

    /** No more is asked for the sequence of this slot. */
    void leave(int slot) {
        batch.leave(slot);
    }

    /**
     * Copies what one slot holds of a prompt to another, which then holds it too. Whether the first
     * still holds it is asked on the thread on which alone sequences change.
     *
     * @return how many tokens of the prompt the other slot holds now
     */
    int copy(Slot source, Slot target, int[] prompt) {
        return thread.run(() -> {
            int count = source.shared(prompt);
            if (count <= target.shared(prompt)) {
                return target.shared(prompt);
            }
            target.hold(prompt, 0);
            makeRoom(target.index(), 0, count);
            try (IValue from = IValue.from((long) source.index());
                    IValue to = IValue.from((long) target.index());
                    IValue tokens = IValue.from((long) count)) {
                module.call("copy", from, to, tokens).close();
            }
            target.hold(prompt, count);
            return count;
        });
    }

    private float[][] prefill(Step step) {
        makeRoom(step.slot(), step.start(), step.end());
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue ids = IValue.from(ids(manager, List.of(step)));
                IValue places = IValue.from(places(manager, List.of(step)));
                IValue slot = IValue.from((long) step.slot());
                IValue start = IValue.from((long) step.start());
                IValue wanted = IValue.from((long) step.wanted());
                IValue logits = module.call("prefill", slot, ids, start, places, wanted)) {
            return rows(logits.toTensor(manager).toFloatArray(), step.wanted());
        }
    }

    /** One token of each of these slots. */
    float[][] decode(List<Step> steps) {
        steps.forEach(step -> makeRoom(step.slot(), step.start(), step.end()));
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue ids = IValue.from(ids(manager, steps));
                IValue places = IValue.from(places(manager, steps));
                IValue slots = IValue.listFrom(steps.stream().mapToLong(Step::slot).toArray());
                IValue starts = IValue.listFrom(steps.stream().mapToLong(Step::start).toArray());
                IValue logits = module.call("decode", slots, ids, starts, places)) {
            return rows(logits.toTensor(manager).toFloatArray(), steps.size());
        }
    }

    /** Room for positions up to the end; those that are used already stay. */
    private void makeRoom(int slot, int used, int end) {
        if (end > capacity[slot]) {
            int most = Math.max(end, shape.context());
            reserve(slot, used, Math.clamp(2L * capacity[slot], end, most));
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

    private static PtNDArray ids(PtNDManager manager, List<Step> steps) {
        return (PtNDArray)
                manager.create(
                        steps.stream()
                                .flatMapToInt(step -> Arrays.stream(step.ids()))
                                .asLongStream()
                                .toArray());
    }

    /**
     * Where the tokens of these steps stand: their positions, or the cosines and then the sines of
     * each rotation there.
     */
    private PtNDArray places(PtNDManager manager, List<Step> steps) {
        int rows = steps.stream().mapToInt(step -> step.ids().length).sum();
        if (shape.embedding().positions()) {
            return (PtNDArray)
                    manager.create(
                            steps.stream()
                                    .flatMapToLong(
                                            step -> LongStream.range(step.start(), step.end()))
                                    .toArray());
        }
        int size = shape.attention().headSize();
        FloatBuffer values = FloatBuffer.allocate(2 * ropes.size() * rows * size);
        for (Rope rope : ropes) {
            steps.forEach(step -> values.put(rope.cosines(step.start(), step.end(), length(step))));
        }
        for (Rope rope : ropes) {
            steps.forEach(
                    step -> values.put(rope.signedSines(step.start(), step.end(), length(step))));
        }
        Shape table =
                ropes.size() == 1
                        ? new Shape(2, rows, 1, size)
                        : new Shape(2, ropes.size(), rows, 1, size);
        return (PtNDArray) manager.create(values.array(), table);
    }

    private static int length(Step step) {
        return Math.max(step.length(), step.end());
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
        batch.close();
        module.close();
        weights.close();
    }
}
