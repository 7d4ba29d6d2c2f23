package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.requestlog.RequestLog;

/**
 * Everything that Modeldeck does, without a window. Start one, ask it, close it; closing ends all
 * workers and the gateway.
 */
public final class Engine implements AutoCloseable {

    /**
     * Opens the home folder, brings up the gateway and restarts the endpoints that ran.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException when the folder cannot be used; a taken
     *     port is no reason, see {@link #gateway}
     */
    public static Engine start(EngineOptions options) {
        throw new UnsupportedOperationException();
    }

    public HomeFolder home() {
        throw new UnsupportedOperationException();
    }

    /** Who makes changes through this engine's window. */
    public String who() {
        throw new UnsupportedOperationException();
    }

    public Registry registry() {
        throw new UnsupportedOperationException();
    }

    public Endpoints endpoints() {
        throw new UnsupportedOperationException();
    }

    /** Calls to endpoints in the words of a dialect. */
    public DialectCalls calls() {
        throw new UnsupportedOperationException();
    }

    public Metrics metrics() {
        throw new UnsupportedOperationException();
    }

    public RequestLog requestLog() {
        throw new UnsupportedOperationException();
    }

    public Live<GatewayStatus> gateway() {
        throw new UnsupportedOperationException();
    }

    public Live<EngineSettings> settings() {
        throw new UnsupportedOperationException();
    }

    /** Checks, keeps and applies the settings; the gateway moves if its address changed. */
    public void apply(EngineSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** The processor, memory and cards of this machine, as they are now. */
    public Machine machine() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
