package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Lets as many calls to a served entity as it answers side by side; the next ones wait in the order
 * in which they came, and beyond a bound they are told to come back later.
 */
final class Gate {

    /** Calls that may wait for each one that runs. */
    static final int QUEUE_PER_SLOT = 16;

    private static final double SMOOTHING = 0.2;

    private final int concurrency;
    private final Semaphore slots;
    private int inside;
    private boolean closed;
    private double secondsEach = 1;

    Gate(int concurrency) {
        this.concurrency = concurrency;
        this.slots = new Semaphore(concurrency, true);
    }

    /**
     * Takes a place in the queue; false when the gate was closed and the caller must look for
     * another. After true, {@link #leave} must follow.
     *
     * @throws EngineException with {@code Overloaded} when the queue is full
     */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        if (inside >= concurrency * (1 + QUEUE_PER_SLOT)) {
            long seconds = Math.clamp((long) Math.ceil(secondsEach * QUEUE_PER_SLOT), 1, 60);
            throw new EngineException(
                    new Problem.Overloaded(
                            "The queue is full: "
                                    + concurrency
                                    + " calls run and "
                                    + concurrency * QUEUE_PER_SLOT
                                    + " wait. Try again in "
                                    + seconds
                                    + " s, or give the served entity more concurrency.",
                            Duration.ofSeconds(seconds)));
        }
        inside++;
        return true;
    }

    /** Waits for a slot; interrupting ends the wait. */
    void awaitSlot() throws InterruptedException {
        slots.acquire();
    }

    /** Gives the slot back. */
    void release(long nanos) {
        slots.release();
        synchronized (this) {
            secondsEach += SMOOTHING * (nanos / 1e9 - secondsEach);
        }
    }

    synchronized void leave() {
        inside--;
        if (inside == 0) {
            notifyAll();
        }
    }

    /** Lets nobody in any more and waits until the last call left. */
    synchronized void drain() throws InterruptedException {
        closed = true;
        while (inside > 0) {
            wait();
        }
    }

    /** Lets nobody in any more. */
    synchronized void close() {
        closed = true;
    }
}
