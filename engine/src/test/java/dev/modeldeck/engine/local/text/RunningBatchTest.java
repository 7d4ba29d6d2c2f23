package dev.modeldeck.engine.local.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.local.torchscript.ComputeThreads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** The scheduling alone: a step's logits are its slot and its token. */
@Timeout(30)
class RunningBatchTest {

    /** Rows that are computed at once. */
    private static final int MOST = 5;

    private final List<List<Integer>> joint = new CopyOnWriteArrayList<>();
    private final List<Integer> pieces = new CopyOnWriteArrayList<>();
    private final Semaphore mayCompute = new Semaphore(0);
    private final CountDownLatch computing = new CountDownLatch(1);
    private final RunningBatch batch =
            new RunningBatch(new ComputeThreads("batch", 1), this::forward, MOST);

    @AfterEach
    void close() {
        mayCompute.release(1_000_000);
        batch.close();
    }

    private float[][] forward(List<Step> steps) {
        computing.countDown();
        mayCompute.acquireUninterruptibly();
        if (steps.getFirst().joins()) {
            joint.add(steps.stream().map(Step::base).toList());
        } else {
            pieces.add(steps.getFirst().base());
        }
        if (steps.stream().anyMatch(step -> step.ids()[0] < 0)) {
            throw new IllegalArgumentException("broken");
        }
        return steps.stream()
                .flatMap(step -> Collections.nCopies(step.wanted(), row(step)).stream())
                .toArray(float[][]::new);
    }

    private static float[] row(Step step) {
        return new float[] {step.base(), step.ids()[0]};
    }

    private static Step token(int base, int id) {
        return new Step(base, new int[] {id}, 0, 1, 0);
    }

    private static Step piece(int base) {
        return new Step(base, new int[] {1, 2, 3}, 0, 1, 0);
    }

    private Thread ask(Step step) {
        return Thread.ofVirtual().start(() -> batch.run(step));
    }

    private static void untilWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void steps_that_wait_at_the_same_time_are_computed_as_one_and_everybody_gets_his_own()
            throws Exception {
        Thread first = ask(token(0, 10));
        computing.await();
        List<Step> waiting = List.of(token(1, 11), token(2, 12), token(3, 13));
        List<Thread> others = new ArrayList<>();
        for (Step step : waiting) {
            Thread thread = ask(step);
            untilWaiting(thread);
            others.add(thread);
        }
        mayCompute.release(2);
        first.join();
        batch.leave(0);
        for (Thread thread : others) {
            thread.join();
        }
        assertThat(joint).hasSize(2);
        assertThat(joint.get(1)).containsExactlyInAnyOrder(1, 2, 3);
        for (Step step : waiting) {
            assertThat(step.logits().get()[0]).isEqualTo(row(step));
        }
    }

    @Test
    void who_finds_no_room_among_the_rows_comes_in_the_next_step() throws Exception {
        Thread first = ask(token(0, 10));
        computing.await();
        List<Thread> others = new ArrayList<>();
        for (int base = 1; base <= 4; base++) {
            Thread thread = ask(new Step(base, new int[] {5, 6}, 0, 2, 0));
            untilWaiting(thread);
            others.add(thread);
        }
        batch.leave(0);
        mayCompute.release(3);
        first.join();
        for (Thread thread : others) {
            thread.join();
        }
        assertThat(joint).containsExactly(List.of(0), List.of(1, 2), List.of(3, 4));
    }

    @Test
    void a_token_with_guesses_joins_and_gets_a_row_for_each() throws Exception {
        Thread first = ask(token(0, 10));
        computing.await();
        Step guessing = new Step(1, new int[] {5, 6, 7}, 0, 3, 0);
        Step plain = token(2, 12);
        List<Thread> others = new ArrayList<>();
        for (Step step : List.of(guessing, plain)) {
            Thread thread = ask(step);
            untilWaiting(thread);
            others.add(thread);
        }
        mayCompute.release(2);
        first.join();
        batch.leave(0);
        for (Thread thread : others) {
            thread.join();
        }
        assertThat(joint.get(1)).containsExactlyInAnyOrder(1, 2);
        assertThat(guessing.logits().get())
                .hasDimensions(3, 2)
                .contains(row(guessing), org.assertj.core.api.Assertions.atIndex(0));
        assertThat(plain.logits().get())
                .hasDimensions(1, 2)
                .contains(row(plain), org.assertj.core.api.Assertions.atIndex(0));
    }

    @Test
    void pieces_of_prompts_come_between_joint_steps_one_at_a_time() throws Exception {
        Thread first = ask(piece(0));
        computing.await();
        List<Thread> all = new ArrayList<>(List.of(first));
        for (Step step : List.of(piece(1), piece(2), token(3, 1))) {
            Thread thread = ask(step);
            untilWaiting(thread);
            all.add(thread);
        }
        mayCompute.release(2);
        all.getLast().join(); // the token did not wait for the pieces that came before it
        assertThat(pieces).hasSizeLessThan(3);
        mayCompute.release(2);
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(pieces).containsExactly(0, 1, 2);
    }

    @Test
    void a_failure_reaches_all_who_were_in_the_step_and_nobody_else() throws Exception {
        Thread first = ask(token(0, 1));
        computing.await();
        Step broken = token(1, -1);
        Step neighbour = token(2, 2);
        for (Step step : List.of(broken, neighbour)) {
            untilWaiting(Thread.ofVirtual().start(() -> fails(step)));
        }
        mayCompute.release(1_000);
        first.join();
        batch.leave(0);
        assertThatThrownBy(neighbour.logits()::get).hasMessageContaining("broken");
        assertThatThrownBy(broken.logits()::get).hasMessageContaining("broken");
        assertThat(batch.run(token(2, 3))[0]).containsExactly(2, 3);
    }

    private void fails(Step step) {
        assertThatThrownBy(() -> batch.run(step)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_cancelled_step_that_has_not_begun_is_never_computed() throws Exception {
        Thread first = ask(token(0, 1));
        computing.await();
        Thread second =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(() -> batch.run(token(1, 1)))
                                        .isInstanceOf(EngineException.class));
        untilWaiting(second);
        second.interrupt();
        second.join();
        mayCompute.release(1_000);
        first.join();
        batch.run(token(2, 1));
        assertThat(joint.stream().flatMap(List::stream)).doesNotContain(1);
    }

    @Test
    void a_cancelled_step_that_has_begun_lets_its_caller_go_when_it_is_over() throws Exception {
        Thread first = ask(token(0, 1));
        computing.await();
        first.interrupt();
        untilWaiting(first);
        assertThat(first.isAlive()).isTrue();
        mayCompute.release();
        first.join();
    }

    @Test
    void who_waits_when_it_is_closed_is_let_go() throws Exception {
        Thread first = ask(token(0, 1));
        computing.await();
        Thread second = ask(token(1, 1));
        untilWaiting(second);
        Thread closing = Thread.ofVirtual().start(batch::close);
        untilWaitingTimed(closing);
        mayCompute.release(1_000);
        closing.join();
        first.join();
        second.join();
    }

    private static void untilWaitingTimed(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
