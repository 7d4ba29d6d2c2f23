package dev.modeldeck.app.cli;

import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.EngineOptions;

import java.time.Duration;

/**
 * A running engine that ends whatever happens: when it is closed, and when the program is told to
 * end (Ctrl+C, SIGTERM). Closing takes at most {@link #LONGEST}.
 */
public final class EngineRun implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Engine engine;
    private final Ending ending;

    private EngineRun(Engine engine) {
        this.engine = engine;
        this.ending = new Ending(engine::close, LONGEST);
    }

    /**
     * Also begins the program's log in the home folder.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException when the folder cannot be used
     */
    public static EngineRun start(EngineOptions options) {
        ProgramLog.into(options.home());
        EngineRun run = new EngineRun(Engine.start(options));
        Runtime.getRuntime().addShutdownHook(new Thread(run::close, "end of the engine"));
        return run;
    }

    public Engine engine() {
        return engine;
    }

    /** Ends the engine, or waits for its end where that has begun. */
    @Override
    public void close() {
        ending.run();
    }
}
