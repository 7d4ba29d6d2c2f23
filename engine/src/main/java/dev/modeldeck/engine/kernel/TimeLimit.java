package dev.modeldeck.engine.kernel;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when its work takes too long. An interrupt never comes after
 * {@link #close}, so it cannot hit what the thread does next.
 */
public final class TimeLimit implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final Duration limit;
    private final ScheduledFuture<?> timer;
    private boolean over;
    private boolean passed;

    public TimeLimit(Duration limit, ScheduledThreadPoolExecutor timers) {
        this.limit = limit;
        this.timer = timers.schedule(this::pass, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For all limits of a program: one thread, which holds up nobody's end. */
    public static ScheduledThreadPoolExecutor timers() {
        ScheduledThreadPoolExecutor timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("time-limit").factory());
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    public Duration limit() {
        return limit;
    }

    /** Whether it was this limit that interrupted the thread. */
    public synchronized boolean passed() {
        return passed;
    }

    private synchronized void pass() {
        if (!over) {
            passed = true;
            worker.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        timer.cancel(false);
        if (passed) {
            Thread.interrupted(); // ours, if nobody has taken it
        }
    }
}
