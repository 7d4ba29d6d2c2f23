package dev.modeldeck.engine.connections;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that made it when its work takes too long, never after {@link #close}. */
final class LookLimit implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean over;
    private boolean passed;

    LookLimit(Duration limit) {
        Thread.ofVirtual()
                .name("look-limit")
                .start(() -> {
                    try {
                        if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                            pass();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private synchronized void pass() {
        if (!over) {
            passed = true;
            worker.interrupt();
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    @Override
    public synchronized void close() {
        over = true;
        done.countDown();
        if (passed) {
            Thread.interrupted(); // ours, if nobody has taken it
        }
    }
}
