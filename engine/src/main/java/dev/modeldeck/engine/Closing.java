package dev.modeldeck.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the reverse order; one that fails does not keep the others. */
final class Closing implements AutoCloseable {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    synchronized void add(Runnable step) {
        steps.addLast(step);
    }

    @Override
    public synchronized void close() {
        Runnable step = steps.pollLast();
        if (step == null) {
            return;
        }
        try {
            step.run();
        } finally {
            close();
        }
    }
}
