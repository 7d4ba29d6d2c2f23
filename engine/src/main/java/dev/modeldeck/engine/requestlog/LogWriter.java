package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.LiveValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes calls in batches behind them, on a thread of its own. */
final class LogWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int MOST_AT_ONCE = 500;

    /** Calls that may wait to be written; beyond, they are dropped and counted. */
    private static final int MOST_WAITING = 20_000;

    private static final long BATCH_MILLIS = 100;
    private static final Duration BETWEEN_PRUNES = Duration.ofHours(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    /** Settings of the log, asked at each batch. */
    interface Settings {
        boolean keepBodies();

        int days();
    }

    private final BlockingQueue<CallRecord> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final RequestStore store;
    private final Settings settings;
    private final Clock clock;
    private final LiveValue<Long> newest;
    private final Object writing = new Object();
    private final Thread thread;
    private Instant pruneAt = Instant.MIN;
    private volatile boolean closed;

    LogWriter(RequestStore store, Settings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.newest = new LiveValue<>(store.newest());
        this.thread = Thread.ofVirtual().name("request-log").start(this::run);
    }

    LiveValue<Long> newest() {
        return newest;
    }

    void add(CallRecord call) {
        if (closed || !waiting.offer(call)) {
            LOG.warn("A call was not logged: the log is closed or cannot keep up");
        }
    }

    /** Deletes all rows written so far. */
    void clear() {
        synchronized (writing) {
            store.deleteUpTo(newest.get());
            newest.set(store.newest());
        }
    }

    private void run() {
        try {
            prune();
            while (!closed || !waiting.isEmpty()) {
                CallRecord first = waiting.poll(BETWEEN_PRUNES.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    gather();
                    write(first);
                }
                prune();
            }
        } catch (InterruptedException e) {
            drain();
        }
    }

    /** Lets more calls come, so that they are written together; the end does not wait for them. */
    private void gather() {
        try {
            if (!closed) {
                TimeUnit.MILLISECONDS.sleep(BATCH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is waiting is written all the same
        }
    }

    private void drain() {
        for (CallRecord one = waiting.poll(); one != null; one = waiting.poll()) {
            write(one);
        }
    }

    private void write(CallRecord first) {
        List<CallRecord> batch = new ArrayList<>();
        batch.add(first);
        waiting.drainTo(batch, MOST_AT_ONCE - 1);
        try {
            boolean bodies = settings.keepBodies();
            List<LogEntry> entries = batch.stream().map(call -> entry(call, bodies)).toList();
            synchronized (writing) {
                store.write(newest.get() + 1, entries);
                newest.set(newest.get() + entries.size());
            }
        } catch (EngineException e) {
            LOG.error("{} calls could not be logged", batch.size(), e);
        }
    }

    // Rendering is foreign code: what goes wrong in it must cost one body, not the log.
    private static LogEntry entry(CallRecord call, boolean keepBodies) {
        try {
            return LogEntry.of(call, keepBodies);
        } catch (RuntimeException e) {
            LOG.error("The answer of a call could not be rendered for the log", e);
            return new LogEntry(
                    call, new LoggedCall.Bodies(null, null, "The bodies could not be rendered."));
        }
    }

    private void prune() {
        Instant now = clock.instant();
        if (now.isBefore(pruneAt)) {
            return;
        }
        pruneAt = now.plus(BETWEEN_PRUNES);
        try {
            synchronized (writing) {
                store.deleteUpTo(store.newestBefore(now.minus(Duration.ofDays(settings.days()))));
            }
        } catch (EngineException e) {
            LOG.error("Old calls could not be deleted from the log", e);
        }
    }

    /** Writes what is waiting. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (!thread.join(LONGEST_END)) {
                LOG.warn("The last calls could not be logged in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
