package dev.modeldeck.engine.local.vectors;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjIntConsumer;

/**
 * Threads that compute things together, one thing at a time; whoever asks is the first of them.
 * Between two things they sleep soon, and leave the processor to others.
 */
public final class Crew implements AutoCloseable {

    /** Turns of waiting, of some 50 ns each, before a thread sleeps. */
    private static final int PATIENCE = 2000;

    private final Thread[] others;

    /** Before the first. */
    private static final Shift NONE = new Shift(0, (_, _) -> {});

    private volatile Shift shift = NONE;
    private volatile boolean closed;

    /**
     * @param most of them at a time, with whoever asks
     */
    public Crew(int most) {
        others = new Thread[most - 1];
        for (int i = 0; i < others.length; i++) {
            int member = i + 1;
            others[i] =
                    Thread.ofPlatform().daemon().name("crew-" + member).start(() -> serve(member));
        }
    }

    /** Most members, with whoever asks. */
    public int most() {
        return others.length + 1;
    }

    /**
     * Lets so many do the work, each knowing which of them it is, from 0 on; returns when all are
     * done. To be asked by one thread only.
     *
     * @throws IllegalStateException if one of them failed, with its failure
     */
    public void run(int members, ObjIntConsumer<Shift> work) {
        Shift next = new Shift(members, work);
        shift = next;
        for (int i = 0; i < members - 1; i++) {
            LockSupport.unpark(others[i]);
        }
        next.perform(0);
        next.awaitEnd();
    }

    private void serve(int member) {
        Shift last = NONE;
        while (true) {
            int turns = 0;
            while (shift == last) {
                if (closed) {
                    return;
                }
                if (turns++ < PATIENCE) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            last = shift;
            last.perform(member);
        }
    }

    /** Lets the threads end; not while they compute. */
    @Override
    public void close() {
        closed = true;
        for (Thread each : others) {
            LockSupport.unpark(each);
        }
    }

    /** The threads beside whoever asks. */
    List<Thread> others() {
        return List.of(others);
    }
}
