package dev.modeldeck.engine.local.vectors;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;

/**
 * One thing that a {@link Crew} computes, stage by stage: in a stage each member takes pieces of
 * the work until there are none left, and then waits for the others. They wait without sleeping,
 * since stages take microseconds.
 */
public final class Shift {

    /** Turns of waiting before the processor is offered to others. */
    private static final int PATIENCE = 4000;

    private final int members;
    private final ObjIntConsumer<Shift> work;
    private final AtomicInteger pieces = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile int stage;

    /** The first; those that follow from it say less. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Shift(int members, ObjIntConsumer<Shift> work) {
        this.members = members;
        this.work = work;
    }

    void perform(int member) {
        if (member >= members) {
            return;
        }
        FutureTask<Boolean> task = new FutureTask<>(() -> work.accept(this, member), true);
        task.run();
        if (task.state() == Future.State.FAILED) {
            failure.compareAndSet(null, task.exceptionNow());
        }
        ended.incrementAndGet();
    }

    void awaitEnd() {
        await(() -> ended.get() == members);
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Threads could not compute a step", failed);
        }
    }

    /** The next piece of this stage, counted from 0; whether there is one is known to who asks. */
    public int next() {
        return pieces.getAndIncrement();
    }

    /** Ends a stage: waits until all have come here. */
    public void meet() {
        int now = stage;
        if (arrived.incrementAndGet() == members) {
            arrived.set(0);
            pieces.set(0);
            stage = now + 1;
            return;
        }
        await(() -> stage != now || failure.get() != null);
        if (failure.get() != null) {
            throw new IllegalStateException("Another thread could not go on");
        }
    }

    private static void await(BooleanSupplier there) {
        int turns = 0;
        while (!there.getAsBoolean()) {
            if (turns++ < PATIENCE) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
