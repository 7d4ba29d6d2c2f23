package dev.modeldeck.engine.local.text;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

import dev.modeldeck.engine.local.checkpoint.Weights;
import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;
import dev.modeldeck.engine.local.torchscript.TorchModule;

import org.jspecify.annotations.Nullable;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * A loaded decoder: takes token ids, gives logits, and remembers sequences, each from its base on
 * in one memory of keys and values. Callers on threads of their own wait for their step; short
 * steps of several sequences are computed together on its one thread.
 */
final class Decoder implements AutoCloseable {

    /** Bytes of logits of a joint step at most: many guesses over a large vocabulary are many. */
    private static final int LOGITS = 64 << 20;

    /** Tokens of a joint step at most, for which there must be main memory, too. */
    private static final int ROWS = 128;

    /** Nanoseconds that a start may take longer, so that the first answer has its threads. */
    private static final long WARMING = 150_000_000;

    /** The same, so that what Java computes with is compiled: this long, or so many steps. */
    private static final long COMPILING = 1_000_000_000;

    private static final int OFTEN = 40;

    /** Where an answer is in the middle. */
    private static final int MIDDLE = 100;

    /** Tokens of a step that is computed in tiles. */
    private static final int SEVERAL = 4;

    private final DecoderShape shape;
    private final Precision precision;
    private final List<Rope> ropes;
    private final TorchModule module;
    private final Weights weights;
    private final ComputeThreads thread;
    private final RunningBatch batch;
    private final StepThreads threads;
    private final int positions;

    /** Null where PyTorch computes short steps, too. */
    private @Nullable ShortPass shortPass;

    private final StepThreads shortThreads;

    /**
     * The module with all weights added; they stay mapped until this is closed.
     *
     * @param positions of all sequences together
     */
    Decoder(
            DecoderShape shape,
            Precision precision,
            TorchModule module,
            Weights weights,
            ComputeThreads thread,
            int positions) {
        this.shape = shape;
        this.precision = precision;
        this.ropes = shape.ropes();
        this.module = module;
        this.weights = weights;
        this.thread = thread;
        this.positions = positions;
        int rows = Math.clamp(LOGITS / (Float.BYTES * shape.vocabulary()), Step.WIDEST, ROWS);
        this.batch = new RunningBatch(thread, this::forward, rows);
        this.threads = thread.run(() -> reserve(positions));
        this.shortThreads = thread.run(StepThreads::new);
    }

    /**
     * Makes it ready to be asked.
     *
     * @param how null where PyTorch computes short steps, too
     */
    void begin(@Nullable ShortPass how) {
        shortPass = how;
        thread.run(this::warm);
    }

    private StepThreads reserve(int positions) {
        try (IValue all = IValue.from((long) positions)) {
            module.call("reserve", all).close();
        }
        return new StepThreads();
    }

    /** Whether short steps are computed in Java. */
    boolean shortens() {
        return shortPass != null;
    }

    /** Computes a token until threads are chosen for it; whoever comes first overwrites it. */
    private boolean warm() {
        if (shortPass != null) {
            compile();
            return true;
        }
        List<Step> token = List.of(new Step(0, new int[1], 0, 1, 1));
        long end = System.nanoTime() + WARMING;
        while (steady(token) && !threads.settled(1) && System.nanoTime() < end) {
            forward(token);
        }
        return true;
    }

    /**
     * Computes as in the middle of an answer, with one thread: what Java computes with is compiled
     * on another meanwhile.
     */
    private void compile() {
        int at = Math.clamp(positions - SEVERAL, 0, MIDDLE);
        int several = Math.min(SEVERAL, positions);
        List<Step> one = List.of(new Step(0, new int[1], at, 1, at));
        List<Step> more = List.of(new Step(0, new int[several], at, several, at));
        long end = System.nanoTime() + COMPILING;
        for (int i = 0; i < OFTEN && System.nanoTime() < end; i++) {
            shortLogits(i % 3 == 2 ? more : one, 1);
        }
    }

    DecoderShape shape() {
        return shape;
    }

    /** What it computes in. */
    Precision precision() {
        return precision;
    }

    /** Most positions of all sequences together. */
    int positions() {
        return positions;
    }

    /** Appends tokens to a sequence and waits for the logits that the step asks for. */
    float[][] append(Step step) {
        return batch.run(step);
    }

    /** No more is asked for the sequence that begins there. */
    void leave(int base) {
        batch.leave(base);
    }

    /**
     * Copies what one slot holds of a prompt to another, which holds it from then on. Whether the
     * first still holds it is asked on the thread on which alone sequences change.
     */
    void copy(Slot source, Slot target, int[] prompt) {
        thread.run(() -> {
            target.begin(prompt, source);
            try (IValue from = IValue.from((long) source.base());
                    IValue to = IValue.from((long) target.base());
                    IValue tokens = IValue.from((long) target.size())) {
                module.call("copy", from, to, tokens).close();
            }
            return true;
        });
    }

    /**
     * Computes steps of different sequences as one.
     *
     * @return logits of the wanted tokens of all, in order; of several steps all tokens are wanted
     */
    float[][] forward(List<Step> steps) {
        int tokens = steps.stream().mapToInt(step -> step.ids().length).sum();
        if (shortPass != null && steps.getFirst().joins()) {
            return shortThreads.compute(tokens, count -> shortLogits(steps, count));
        }
        return steady(steps) ? threads.compute(tokens, _ -> logits(steps)) : logits(steps);
    }

    /** Logits of short steps, where they are computed in Java. */
    float[][] shortLogits(List<Step> steps, int count) {
        return Objects.requireNonNull(shortPass).logits(steps, embedded(steps), count);
    }

    /** Vectors of tokens before the layers, one row each. */
    private float[] embedded(List<Step> steps) {
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue ids = ids(manager, steps);
                IValue x = module.call("embed", ids)) {
            return x.toTensor(manager).toFloatArray();
        }
    }

    private static IValue ids(PtNDManager manager, List<Step> steps) {
        return whole(
                manager,
                steps.stream().flatMapToInt(step -> Arrays.stream(step.ids())).asLongStream());
    }

    /**
     * Whether the number of threads changes no digit: what is asked at the same time is no reason
     * to answer otherwise.
     */
    private boolean steady(List<Step> steps) {
        return shape.attention().cap() == 0
                && steps.getFirst().ids().length <= precision.steadyTokens();
    }

    /** The same with the threads that this thread has. */
    float[][] logits(List<Step> steps) {
        int wanted = steps.stream().mapToInt(Step::wanted).sum();
        try (PtNDManager manager = (PtNDManager) module.manager().newSubManager();
                IValue bases = numbers(steps, Step::base);
                IValue starts = numbers(steps, Step::start);
                IValue counts = numbers(steps, step -> step.ids().length);
                IValue rows =
                        whole(
                                manager,
                                steps.stream()
                                        .flatMapToLong(step ->
                                                LongStream.range(step.start(), step.end())
                                                        .map(at -> step.base() + at)));
                IValue ids = ids(manager, steps);
                IValue places = IValue.from(places(manager, steps));
                IValue last = IValue.from((long) wanted);
                IValue logits =
                        module.call("forward", bases, starts, counts, rows, ids, places, last)) {
            return rows(logits.toTensor(manager), wanted);
        }
    }

    private static IValue numbers(List<Step> steps, ToLongFunction<Step> of) {
        return IValue.listFrom(steps.stream().mapToLong(of).toArray());
    }

    private static IValue whole(PtNDManager manager, LongStream numbers) {
        return IValue.from((PtNDArray) manager.create(numbers.toArray()));
    }

    /** Read where they are, so that they are in main memory twice and no more. */
    private static float[][] rows(PtNDArray logits, int count) {
        FloatBuffer all = logits.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        float[][] rows = new float[count][all.remaining() / count];
        for (float[] row : rows) {
            all.get(row);
        }
        return rows;
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
            steps.forEach(
                    step -> values.put(rope.cosines(step.start(), step.end(), step.scaled())));
        }
        for (Rope rope : ropes) {
            steps.forEach(
                    step -> values.put(rope.signedSines(step.start(), step.end(), step.scaled())));
        }
        Shape table =
                ropes.size() == 1
                        ? new Shape(2, rows, 1, size)
                        : new Shape(2, ropes.size(), rows, 1, size);
        return (PtNDArray) manager.create(values.array(), table);
    }

    @Override
    public void close() {
        batch.close();
        ShortPass pass = shortPass;
        if (pass != null) {
            pass.close();
        }
        module.close();
        weights.close();
    }
}
