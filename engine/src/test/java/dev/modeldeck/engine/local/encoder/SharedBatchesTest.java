package dev.modeldeck.engine.local.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** Who is computed with whom, and when; the encoder is played by the test. */
@Timeout(30)
class SharedBatchesTest {

    private static final int MOST = 8;

    /** Lengths of the texts of each batch that has begun. */
    private final BlockingQueue<List<Integer>> begun = new LinkedBlockingQueue<>();

    private final Semaphore mayEnd = new Semaphore(0);
    private final SharedBatches batches =
            new SharedBatches(new ComputeThreads("test", 1), this::encode, MOST);

    @AfterEach
    void close() {
        mayEnd.release(1000);
        batches.close();
    }

    @Test
    void every_text_gets_its_own_vector_back() {
        mayEnd.release(1000);
        int[] lengths = {3, 1, 9, 4, 4, 2};
        float[][] vectors = batches.vectors(rows(lengths));
        assertThat(IntStream.range(0, lengths.length).map(i -> (int) vectors[i][0]).toArray())
                .containsExactly(lengths);
        assertThat(batches.vectors(List.of())).isEmpty();
    }

    @Test
    void a_batch_ends_where_it_would_be_too_large() {
        mayEnd.release(1000);
        batches.vectors(rows(3, 5, 1, 20, 2));
        assertThat(begun).containsExactly(List.of(3, 5), List.of(1), List.of(20), List.of(2));
    }

    @Test
    void a_small_request_does_not_wait_for_the_whole_of_a_large_one() throws Exception {
        var large = asked(4, 4, 4, 4, 4, 4, 4, 4);
        assertThat(begun.take()).containsExactly(4, 4);
        var small = asked(1);
        awaitWaiting(2);
        mayEnd.release(2);
        small.join();
        assertThat(begun.take()).contains(1);
        assertThat(large).isNotDone();
        mayEnd.release(1000);
        assertThat(large.join()).hasNumberOfRows(8);
    }

    @Test
    void who_is_interrupted_takes_back_what_has_not_begun() throws Exception {
        CompletableFuture<RuntimeException> ended = new CompletableFuture<>();
        Thread caller =
                Thread.startVirtualThread(() -> {
                    try {
                        batches.vectors(rows(8, 8, 8));
                    } catch (EngineException e) {
                        ended.complete(e);
                    }
                });
        begun.take();
        caller.interrupt();
        assertThat(ended.join())
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Cancelled.class));
        mayEnd.release(1000);
        batches.vectors(rows(1));
        assertThat(begun).containsExactly(List.of(1));
    }

    @Test
    void a_failure_reaches_those_of_its_batch_and_no_others() throws Exception {
        var first = asked(5);
        begun.take();
        var failing = asked(-1);
        awaitWaiting(1);
        mayEnd.release(1000);
        assertThat(first.join()).hasNumberOfRows(1);
        assertThatThrownBy(failing::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no such text");
        assertThat(batches.vectors(rows(2))).hasNumberOfRows(1);
    }

    @Test
    void closing_lets_everybody_go() throws Exception {
        var running = asked(8, 8);
        begun.take();
        var waiting = asked(1);
        awaitWaiting(2);
        batches.close();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(EngineException.class);
        assertThatThrownBy(running::join).hasCauseInstanceOf(EngineException.class);
    }

    private float[][] encode(List<Row> rows) {
        List<Integer> lengths = new ArrayList<>();
        rows.forEach(row -> lengths.add(row.skip()));
        begun.add(lengths);
        awaitEnd();
        if (lengths.contains(-1)) {
            throw new IllegalArgumentException("no such text");
        }
        return rows.stream().map(row -> new float[] {row.skip()}).toArray(float[][]::new);
    }

    /** Until the test lets it end, or the thread is told to. */
    private void awaitEnd() {
        try {
            mayEnd.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<float[][]> asked(int... lengths) throws InterruptedException {
        CompletableFuture<float[][]> answer = new CompletableFuture<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            started.countDown();
            try {
                answer.complete(batches.vectors(rows(lengths)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        started.await();
        return answer;
    }

    /** Until that many requests have texts that nobody has begun. */
    private void awaitWaiting(int requests) {
        while (batches.waiting() < requests) {
            Thread.onSpinWait();
        }
    }

    /** Texts whose length is told by their skip as well; -1 makes the encoder fail. */
    private static List<Row> rows(int... lengths) {
        return IntStream.of(lengths)
                .mapToObj(length -> new Row(new int[Math.abs(length)], new int[0], length))
                .toList();
    }
}
