package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EngineException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** What the life of every endpoint leans on. */
final class LifeServices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LifeServices.class);

    /** What a worker may take to end when the program does. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final EndpointStore store;
    private final EntityStarts starts;
    private final Clock clock;
    private final Runnable changed;
    private final ExecutorService inOrder =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("endpoint-events").factory());

    private final Set<Thread> ending = ConcurrentHashMap.newKeySet();

    LifeServices(EndpointStore store, EntityStarts starts, Clock clock, Runnable changed) {
        this.store = store;
        this.starts = starts;
        this.clock = clock;
        this.changed = changed;
    }

    EndpointStore store() {
        return store;
    }

    EntityStarts starts() {
        return starts;
    }

    /** To the millisecond, as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The view of an endpoint is another now. */
    void changed() {
        changed.run();
    }

    /** Does it after everything that was told before, on another thread. */
    void tell(Runnable task) {
        try {
            inOrder.execute(() -> {
                try {
                    task.run();
                } catch (EngineException e) {
                    LOG.warn("What a worker told could not be kept: {}", e.problem().message());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An event came after the end of the endpoints");
        }
    }

    /**
     * Ends a slot that no new call reaches, after its calls, so that nobody's answer is cut by an
     * update; each of them has a limit of its own. Returns at once.
     */
    void retire(EntitySlot slot) {
        end(
                "retire-" + slot.entity().name(),
                () -> {
                    try {
                        slot.retire();
                    } catch (InterruptedException e) {
                        slot.close();
                    }
                });
    }

    /** Ends a slot; returns at once. */
    void close(EntitySlot slot) {
        end("close-" + slot.entity().name(), slot::close);
    }

    private void end(String name, Runnable task) {
        Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(() -> {
                            try {
                                task.run();
                            } finally {
                                ending.remove(Thread.currentThread());
                            }
                        });
        ending.add(thread);
        thread.start();
    }

    /** Waits until all that is being ended has ended, but no longer than the program's end may. */
    @Override
    public void close() {
        inOrder.shutdownNow();
        List<Thread> threads = List.copyOf(ending);
        threads.stream()
                .filter(thread -> thread.getName().startsWith("retire-"))
                .forEach(Thread::interrupt);
        long end = System.nanoTime() + LONGEST_END.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    LOG.warn("A worker did not end within {} s", LONGEST_END.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
