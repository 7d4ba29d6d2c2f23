package dev.modeldeck.app.playground;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Brings a growing text to another thread; pieces that come faster than it are joined. */
final class StreamedText {

    private final StringBuilder text = new StringBuilder();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Executor thread;
    private final Consumer<String> reader;

    /**
     * @param reader gets the whole text so far, on {@code thread}
     */
    StreamedText(Executor thread, Consumer<String> reader) {
        this.thread = thread;
        this.reader = reader;
    }

    void append(String piece) {
        synchronized (text) {
            text.append(piece);
        }
        if (waiting.compareAndSet(false, true)) {
            thread.execute(() -> {
                waiting.set(false);
                reader.accept(now());
            });
        }
    }

    private String now() {
        synchronized (text) {
            return text.toString();
        }
    }
}
