package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Texts of all requests are computed together, as many at once as are worth it. Requests take
 * turns, text by text, so that a small one never waits for the whole of a large one.
 */
final class SharedBatches implements AutoCloseable {

    /** One request: its texts, how many of them were begun, and the vectors that there are. */
    private static final class Job {
        private final List<Row> rows;
        private final float[][] vectors;
        private final CompletableFuture<float[][]> done = new CompletableFuture<>();
        private int begun;
        private int finished;

        private Job(List<Row> rows) {
            this.rows = List.copyOf(rows);
            this.vectors = new float[rows.size()][];
        }

        private Part next() {
            return new Part(this, begun++);
        }

        private boolean allBegun() {
            return begun == rows.size();
        }

        private void finish(int index, float[] vector) {
            vectors[index] = vector;
            if (++finished == vectors.length) {
                done.complete(vectors);
            }
        }
    }

    /** A text of a request. */
    private record Part(Job job, int index) {
        private Row row() {
            return job.rows.get(index);
        }
    }

    private final ComputeThreads thread;
    private final Function<List<Row>, float[][]> encoder;
    private final int most;

    /** Requests with texts that nobody has begun, the one whose turn it is first. */
    private final Deque<Job> waiting = new ArrayDeque<>();

    /** Requests whose callers wait for them, begun or not. */
    private final Set<Job> asked = ConcurrentHashMap.newKeySet();

    /**
     * @param thread of which there is one
     * @param encoder gives the vectors of texts, in their order
     * @param most tokens of a batch; a text that alone has more is a batch of its own
     */
    SharedBatches(ComputeThreads thread, Function<List<Row>, float[][]> encoder, int most) {
        this.thread = thread;
        this.encoder = encoder;
        this.most = most;
    }

    /** Computes the vectors of some texts and waits for them. Interrupting takes the rest back. */
    float[][] vectors(List<Row> rows) {
        Job job = new Job(rows);
        if (rows.isEmpty()) {
            return job.vectors;
        }
        asked.add(job);
        synchronized (this) {
            waiting.add(job);
        }
        try {
            thread.execute(this::round);
            return job.done.get();
        } catch (InterruptedException _) {
            takeBack(List.of(job));
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } catch (CancellationException _) {
            throw EngineException.cancelled();
        } catch (ExecutionException e) {
            throw ComputeThreads.failure(e.getCause());
        } finally {
            asked.remove(job);
        }
    }

    /** Requests with texts that nobody has begun. */
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized void takeBack(List<Job> jobs) {
        waiting.removeAll(jobs);
    }

    /** Batches until nobody waits; the rounds of those who were served find nothing to do. */
    private void round() {
        while (!Thread.currentThread().isInterrupted()) {
            List<Part> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            compute(batch);
        }
    }

    private synchronized List<Part> nextBatch() {
        List<Part> batch = new ArrayList<>();
        int tokens = 0;
        while (!waiting.isEmpty()) {
            Job job = waiting.getFirst();
            int length = job.rows.get(job.begun).length();
            if (!batch.isEmpty() && tokens + length > most) {
                break;
            }
            tokens += length;
            batch.add(job.next());
            waiting.removeFirst();
            if (!job.allBegun()) {
                waiting.addLast(job);
            }
        }
        return batch;
    }

    private void compute(List<Part> batch) {
        FutureTask<float[][]> task =
                new FutureTask<>(() -> encoder.apply(batch.stream().map(Part::row).toList()));
        task.run();
        try {
            float[][] vectors = task.get();
            for (int i = 0; i < vectors.length; i++) {
                batch.get(i).job().finish(batch.get(i).index(), vectors[i]);
            }
        } catch (ExecutionException e) {
            fail(batch, e.getCause());
        } catch (InterruptedException e) {
            fail(batch, e);
        }
    }

    private void fail(List<Part> batch, @Nullable Throwable why) {
        List<Job> jobs = batch.stream().map(Part::job).distinct().toList();
        takeBack(jobs);
        jobs.forEach(job -> job.done.completeExceptionally(ComputeThreads.failure(why)));
    }

    /** Lets every caller go, also those whose batch does not end. */
    @Override
    public void close() {
        thread.close();
        synchronized (this) {
            waiting.clear();
        }
        asked.forEach(job -> job.done.cancel(false));
    }
}
