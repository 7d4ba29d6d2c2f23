package dev.modeldeck.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class WorkTest {

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private final List<Object> seen = new ArrayList<>();

    @Test
    void a_result_arrives_on_the_other_thread() throws Exception {
        work.run(() -> 42, seen::add, seen::add);
        next();
        assertThat(seen).containsExactly(42);
    }

    @Test
    void an_engine_problem_arrives_as_it_is() throws Exception {
        work.run(
                () -> {
                    throw EngineException.notFound("There is no such model.");
                },
                seen::add,
                seen::add);
        next();
        assertThat(seen).containsExactly(new Problem.NotFound("There is no such model."));
    }

    @Test
    void a_fault_of_ours_says_so_without_names_of_classes() throws Exception {
        work.run(
                () -> {
                    throw new IllegalStateException("secret detail");
                },
                seen::add,
                seen::add);
        next();
        assertThat(seen.getFirst())
                .isInstanceOfSatisfying(
                        Problem.Internal.class,
                        problem -> assertThat(problem.message()).doesNotContain("secret"));
    }

    @Test
    void an_error_is_told_too_as_somebody_waits_for_the_outcome() throws Exception {
        work.run(
                () -> {
                    throw new StackOverflowError("secret detail");
                },
                seen::add,
                seen::add);
        next();
        assertThat(seen.getFirst()).isInstanceOf(Problem.Internal.class);
    }

    @Test
    void closing_ends_what_runs_and_nothing_is_reported_after_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        work.run(
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        over.set(true);
                    }
                    return 1;
                },
                seen::add,
                seen::add);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        work.close();
        assertThat(over).isTrue();
        next();
        work.run(() -> 42, seen::add, seen::add);
        assertThat(thread).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void cancelled_work_is_interrupted_and_reports_nothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Work.Handle handle =
                work.run(
                        () -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                            return 1;
                        },
                        seen::add,
                        seen::add);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        handle.cancel();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        next();
        assertThat(seen).isEmpty();
    }

    @Test
    void many_changes_arrive_as_one_with_the_newest_value() throws Exception {
        LiveValue<Integer> live = new LiveValue<>(0);
        work.follow(live, seen::add);
        for (int i = 1; i <= 1_000; i++) {
            live.set(i);
        }
        assertThat(thread).hasSize(1);
        next();
        assertThat(seen).containsExactly(1_000);
    }

    private void next() throws InterruptedException {
        Runnable task = thread.poll(10, TimeUnit.SECONDS);
        assertThat(task).isNotNull();
        task.run();
    }
}
