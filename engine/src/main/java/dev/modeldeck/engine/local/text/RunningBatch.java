package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Continuous batching (Yu et al. 2022, "Orca"): requests ask for their next step on threads of
 * their own, and short steps that are asked for at about the same time are computed as one. A
 * request joins with its first token and leaves by asking no more; pieces of prompts are computed
 * in between, one after each joint step, so that running answers wait for one piece at most.
 */
final class RunningBatch implements AutoCloseable {

    /** Share of the last joint step's time that is waited for those who were in it. */
    private static final double PATIENCE = 0.5;

    private static final long LONGEST_WAIT = 20_000_000;

    private final ComputeThreads thread;
    private final Function<List<Step>, float[][]> forward;
    private final int most;

    /** By base, in the order in which they came: a sequence has one step at a time. */
    private final Map<Integer, Step> joining = new LinkedHashMap<>();

    private final Deque<Step> pieces = new ArrayDeque<>();

    /** Sequences that were in the last joint step and are expected in the next. */
    private final Set<Integer> expected = new HashSet<>();

    private long lastNanos;

    /**
     * @param thread of which there is one
     * @param forward computes steps of different sequences: the rows of logits that they want, in
     *     order
     * @param most rows of logits that are computed at once, unless one step wants more
     */
    RunningBatch(ComputeThreads thread, Function<List<Step>, float[][]> forward, int most) {
        this.thread = thread;
        this.forward = forward;
        this.most = most;
    }

    /**
     * Computes a step and waits for it. When interrupted, a step that has not begun is taken back,
     * and one that has begun is waited for all the same.
     */
    float[][] run(Step step) {
        synchronized (this) {
            if (step.joins()) {
                joining.put(step.base(), step);
            } else {
                pieces.add(step);
            }
            notifyAll();
        }
        try {
            // A round for each step: none is left over, and one that finds nothing does nothing.
            thread.execute(this::round);
            return step.logits().get();
        } catch (InterruptedException _) {
            if (!takeBack(step)) {
                step.logits().handle((logits, failure) -> true).join();
            }
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } catch (CancellationException _) {
            throw EngineException.cancelled();
        } catch (ExecutionException e) {
            throw ComputeThreads.failure(e.getCause());
        }
    }

    /** Whoever asked for this sequence asks for no more. */
    synchronized void leave(int base) {
        expected.remove(base);
        notifyAll();
    }

    private synchronized boolean takeBack(Step step) {
        leave(step.base());
        return step.joins() ? joining.remove(step.base(), step) : pieces.remove(step);
    }

    private void round() {
        List<Step> batch;
        Step piece;
        synchronized (this) {
            awaitTheExpected();
            batch = joint();
            piece = pieces.poll();
        }
        if (!batch.isEmpty()) {
            long begin = System.nanoTime();
            compute(batch);
            finished(batch, System.nanoTime() - begin);
        }
        if (piece != null) {
            compute(List.of(piece));
        }
    }

    /** The next that are computed together; a later round has those for whom there is no room. */
    private List<Step> joint() {
        List<Step> batch = new ArrayList<>();
        int rows = 0;
        for (Step step : joining.values()) {
            rows += step.wanted();
            if (!batch.isEmpty() && rows > most) {
                break;
            }
            batch.add(step);
        }
        batch.forEach(step -> joining.remove(step.base()));
        return batch;
    }

    /** Those of the last joint step come back when they have chosen their tokens. */
    private void awaitTheExpected() {
        long end = System.nanoTime() + Math.min((long) (lastNanos * PATIENCE), LONGEST_WAIT);
        while (!joining.isEmpty() && !joining.keySet().containsAll(expected)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                expected.retainAll(joining.keySet());
                return;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void finished(List<Step> batch, long nanos) {
        lastNanos = nanos;
        batch.forEach(step -> expected.add(step.base()));
    }

    private void compute(List<Step> steps) {
        FutureTask<float[][]> task = new FutureTask<>(() -> forward.apply(steps));
        task.run();
        try {
            float[][] rows = task.get();
            int from = 0;
            for (Step step : steps) {
                int to = from + step.wanted();
                step.logits().complete(Arrays.copyOfRange(rows, from, to));
                from = to;
            }
        } catch (ExecutionException e) {
            steps.forEach(step -> step.logits().completeExceptionally(e.getCause()));
        } catch (InterruptedException _) {
            steps.forEach(step -> step.logits().cancel(false));
        }
    }

    @Override
    public void close() {
        thread.close();
        List<Step> left = new ArrayList<>();
        synchronized (this) {
            left.addAll(joining.values());
            left.addAll(pieces);
        }
        left.forEach(step -> step.logits().cancel(false));
    }
}
