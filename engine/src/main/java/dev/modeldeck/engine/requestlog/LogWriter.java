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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes calls in batches behind them, on a thread of its own; a platform thread, as the database
 * would hold up the processor of other calls on a virtual one. Once an hour it deletes what is
 * older than the settings say, and the oldest where the database has grown beyond 10 GB.
 */
final class LogWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int MOST_AT_ONCE = 500;

    /** Calls that may wait to be written; beyond, they are dropped and counted. */
    private static final int MOST_WAITING = 20_000;

    /** Bodies that may wait with them; beyond, calls are logged without. */
    private static final long MOST_WAITING_BYTES = 64L << 20;

    /** What the database may take, 10 GB; beyond, the oldest calls go. */
    private static final long LARGEST_BYTES = 10_000_000_000L;

    /** How long calls are gathered before they are written, so that a few are seen soon. */
    private static final long BATCH_MILLIS = 100;

    /** The same while many come: writing often takes from their speed. */
    private static final long BUSY_BATCH_MILLIS = 500;

    /** More than that in one batch are many. */
    private static final int FEW = 5;

    private static final Duration BETWEEN_PRUNES = Duration.ofHours(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    /** Settings of the log, asked at each call. */
    interface Settings {
        boolean keepBodies();

        int days();
    }

    private final BlockingQueue<WaitingCall> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final RequestStore store;
    private final Settings settings;
    private final Clock clock;
    private final LiveValue<Long> newest;
    private final Object writing = new Object();
    private volatile Thread thread;
    private Instant pruneAt = Instant.MIN;
    private boolean busy;
    private volatile boolean closed;

    LogWriter(RequestStore store, Settings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.newest = new LiveValue<>(store.newest());
        this.thread = start();
    }

    /** Whatever goes wrong with a batch must not end the log: another thread goes on behind it. */
    private Thread start() {
        return Thread.ofPlatform()
                .daemon()
                .name("request-log")
                .uncaughtExceptionHandler((ended, failure) -> {
                    LOG.error("Calls could not be logged", failure);
                    thread = start();
                })
                .start(this::run);
    }

    LiveValue<Long> newest() {
        return newest;
    }

    void add(CallRecord call) {
        WaitingCall added = WaitingCall.of(call, settings.keepBodies());
        if (waitingBytes.addAndGet(added.bytes()) > MOST_WAITING_BYTES) {
            waitingBytes.addAndGet(-added.bytes());
            added = WaitingCall.without(call, WaitingCall.TOO_MANY);
        }
        if (closed || !waiting.offer(added)) {
            waitingBytes.addAndGet(-added.bytes());
            LOG.warn("A call was not logged: the log is closed or cannot keep up");
        }
    }

    /** Deletes all rows written so far. */
    void clear() {
        synchronized (writing) {
            store.deleteAll();
            newest.set(store.newest());
        }
    }

    private void run() {
        try {
            prune();
            while (!closed || !waiting.isEmpty()) {
                WaitingCall first = waiting.poll(BETWEEN_PRUNES.toMillis(), TimeUnit.MILLISECONDS);
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
                TimeUnit.MILLISECONDS.sleep(busy ? BUSY_BATCH_MILLIS : BATCH_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is waiting is written all the same
        }
    }

    private void drain() {
        for (WaitingCall one = waiting.poll(); one != null; one = waiting.poll()) {
            write(one);
        }
    }

    private void write(WaitingCall first) {
        List<WaitingCall> batch = new ArrayList<>();
        batch.add(first);
        waiting.drainTo(batch, MOST_AT_ONCE - 1);
        busy = batch.size() > FEW;
        batch.forEach(call -> waitingBytes.addAndGet(-call.bytes()));
        try {
            List<LogEntry> entries = batch.stream().map(WaitingCall::entry).toList();
            synchronized (writing) {
                store.write(newest.get() + 1, entries);
                newest.set(newest.get() + entries.size());
            }
        } catch (EngineException e) {
            LOG.error("{} calls could not be logged", batch.size(), e);
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
                store.deleteDownTo(LARGEST_BYTES);
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
