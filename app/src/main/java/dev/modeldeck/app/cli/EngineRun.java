package dev.modeldeck.app.cli;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running engine that ends whatever happens: when it is closed, and when the program is told to
 * end (Ctrl+C, SIGTERM). Closing takes at most {@link #LONGEST}.
 */
public final class EngineRun implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Engine engine;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EngineRun(Engine engine) {
        this.engine = engine;
    }

    /**
     * @throws dev.modeldeck.engine.kernel.EngineException when the folder cannot be used
     */
    public static EngineRun start(EngineOptions options) {
        EngineRun run = new EngineRun(Engine.start(options));
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "end of the engine"));
        return run;
    }

    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Thread closing = Thread.ofPlatform().daemon().name("closing").start(engine::close);
        try {
            closing.join(LONGEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
