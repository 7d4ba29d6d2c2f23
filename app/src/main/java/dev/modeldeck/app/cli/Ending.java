package dev.modeldeck.app.cli;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Ends something once, on a thread of its own. Whoever asks for it, first or not, goes on only when
 * it has ended: the program must not halt while somebody else's request is still under way.
 */
final class Ending {

    private final Runnable action;
    private final Duration longest;
    private @Nullable Thread thread;

    /**
     * @param longest that anyone waits
     */
    Ending(Runnable action, Duration longest) {
        this.action = action;
        this.longest = longest;
    }

    void run() {
        try {
            thread().join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Thread thread() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("closing").start(action);
        }
        return thread;
    }
}
