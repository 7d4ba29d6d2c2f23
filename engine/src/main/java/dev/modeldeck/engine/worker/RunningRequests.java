package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The requests being answered, so that each can be cancelled by its id from another connection. */
final class RunningRequests {

    /** Cancellations that overtook their request are remembered, this many. */
    private static final int REMEMBERED = 64;

    private static final Logger LOG = LoggerFactory.getLogger(RunningRequests.class);

    /** A request on its thread, and when it came in {@link System#nanoTime}. */
    private record Run(String id, long since) {}

    private final Map<Thread, Run> running = new HashMap<>();
    private final Deque<String> cancelledEarly = new ArrayDeque<>();
    private @Nullable Backend backend;
    private boolean stopping;

    /** From now on requests are answered. */
    synchronized void open(Backend loaded) {
        backend = loaded;
    }

    /** Answers on the calling thread; cancelling the id interrupts it. */
    InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        Backend loaded = enter(request.id().value());
        try {
            return loaded.answer(request, chunks);
        } catch (EngineException e) {
            // The code only: a message may quote what was asked.
            LOG.info("Request {} ended with {}", request.id(), e.problem().code());
            throw e;
        } finally {
            leave();
        }
    }

    /** Says whether a request of this id was running. */
    synchronized boolean cancel(String id) {
        List<Thread> found =
                running.entrySet().stream()
                        .filter(entry -> entry.getValue().id().equals(id))
                        .map(Map.Entry::getKey)
                        .toList();
        found.forEach(Thread::interrupt);
        if (!found.isEmpty()) {
            return true;
        }
        if (cancelledEarly.size() == REMEMBERED) {
            cancelledEarly.removeFirst();
        }
        cancelledEarly.addLast(id);
        return false;
    }

    /** Whether a request runs for longer than that. */
    synchronized boolean runsLongerThan(Duration limit) {
        long now = System.nanoTime();
        return running.values().stream().anyMatch(run -> now - run.since() > limit.toNanos());
    }

    /** Takes no more requests, and waits for those that run; false if some still do. */
    synchronized boolean drain(Duration patience) throws InterruptedException {
        stopping = true;
        long end = System.nanoTime() + patience.toNanos();
        while (!running.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized Backend enter(String id) {
        Backend loaded = backend;
        if (stopping || loaded == null) {
            String doing = stopping ? "stopped" : "loaded";
            throw new EngineException(
                    new Problem.Unavailable(
                            "The model is being " + doing + ". Try again shortly."));
        }
        if (cancelledEarly.remove(id)) {
            throw EngineException.cancelled();
        }
        running.put(Thread.currentThread(), new Run(id, System.nanoTime()));
        return loaded;
    }

    private synchronized void leave() {
        running.remove(Thread.currentThread());
        notifyAll();
        // A cancellation must not reach the connection, which would be closed, nor what comes next.
        boolean _ = Thread.interrupted();
    }
}
