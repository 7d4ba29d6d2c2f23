package dev.modeldeck.engine.metrics;

import dev.modeldeck.engine.kernel.EngineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Stores the history every ten seconds as long as something happens, and waits otherwise. */
final class HistoryKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Semaphore news = new Semaphore(0);
    private final History history;
    private final Clock clock;
    private final Thread thread;

    HistoryKeeper(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("metrics").start(this::run);
    }

    /** Something was measured. */
    void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        try {
            while (true) {
                news.acquire();
                Thread.sleep(Duration.ofSeconds(StepStore.SHORT));
                news.drainPermits();
                store();
                if (history.unstored()) {
                    wake();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The history is stored for the last time");
        }
    }

    private void store() {
        try {
            history.store(second());
        } catch (EngineException e) {
            LOG.warn("Measures could not be stored; it is tried again: {}", e.problem().message());
            wake();
        }
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1000L);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LONGEST_END);
            history.storeLast(second());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EngineException e) {
            LOG.warn("The last measures could not be stored: {}", e.problem().message());
        }
    }
}
