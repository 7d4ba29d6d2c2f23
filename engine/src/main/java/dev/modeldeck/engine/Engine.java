package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.cuda.CudaLibraries;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.gateway.GatewayAddress;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.metrics.Metrics;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.here.FoundModel;
import dev.modeldeck.engine.registry.here.ModelsHere;
import dev.modeldeck.engine.requestlog.RequestLog;
import dev.modeldeck.engine.secrets.Secrets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Everything that Modeldeck does, without a window. Start one, ask it, close it; closing ends all
 * workers and the gateway.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final EngineOptions options;
    private final EngineParts parts;
    private final Closing closing;
    private volatile int portAtStart;

    private Engine(EngineOptions options, EngineParts parts, Closing closing) {
        this.options = options;
        this.parts = parts;
        this.closing = closing;
        this.portAtStart = options.port();
    }

    /**
     * Opens the home folder, brings up the gateway and restarts the endpoints that ran.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException when the folder cannot be used; a taken
     *     port is no reason, see {@link #gateway}
     */
    public static Engine start(EngineOptions options) {
        long begin = System.nanoTime();
        Closing closing = new Closing();
        Engine engine = null;
        try {
            engine = new Engine(options, EngineParts.make(options, closing), closing);
            LOG.info("Started in {} ms", (System.nanoTime() - begin) / 1_000_000);
            return engine;
        } finally {
            if (engine == null) {
                closing.close();
            }
        }
    }

    public HomeFolder home() {
        return parts.home();
    }

    /** Who makes changes through this engine's window. */
    public String who() {
        return options.who();
    }

    public Registry registry() {
        return parts.registry();
    }

    /** Models that other programs keep on this machine; looked for now, which may take seconds. */
    public List<FoundModel> modelsHere() {
        return ModelsHere.ofThisMachine(registry()).find();
    }

    /** Servers elsewhere. */
    public Connections connections() {
        return parts.connections();
    }

    /** Keys and passwords by name; calls may wait for the system's keychain. */
    public Secrets secrets() {
        return parts.secrets();
    }

    /** Versions that are fetched from the registries of servers elsewhere. */
    public RemoteImports imports() {
        return parts.imports();
    }

    public Endpoints endpoints() {
        return parts.endpoints();
    }

    /** What each data type costs a language model in quality. */
    public QualityChecks quality() {
        return parts.quality();
    }

    /** PyTorch's libraries for NVIDIA cards. */
    public CudaLibraries cuda() {
        return parts.cuda();
    }

    /** Calls to endpoints in the words of a dialect. */
    public DialectCalls calls() {
        return parts.calls();
    }

    public Metrics metrics() {
        return parts.metrics();
    }

    public RequestLog requestLog() {
        return parts.requestLog();
    }

    public Live<GatewayStatus> gateway() {
        return parts.gateway().status();
    }

    /** The gateway for code to paste; where it does not listen, where it would. */
    public SampleGateway sampleGateway() {
        GatewayAddress wanted = EngineParts.address(settings().get(), portAtStart);
        URI address =
                switch (gateway().get()) {
                    case GatewayStatus.Listening(URI now) -> now;
                    case GatewayStatus.Down _ -> wanted.uri(wanted.port());
                };
        return new SampleGateway(address, !wanted.token().isEmpty());
    }

    public Live<EngineSettings> settings() {
        return parts.settings().present();
    }

    /**
     * Checks, keeps and applies the settings; the gateway moves if its address changed, and where
     * it cannot, nothing is kept. A port asked for at the start holds until another one is set.
     */
    public synchronized void apply(EngineSettings settings) {
        EngineSettings checked = settings.checked();
        EngineSettings before = settings().get();
        int port = checked.port() == before.port() ? portAtStart : -1;
        GatewayAddress from = EngineParts.address(before, portAtStart);
        GatewayAddress to = EngineParts.address(checked, port);
        if (to.equals(from)) {
            parts.settings().keep(checked);
            if (gateway().get() instanceof GatewayStatus.Down) {
                tryToListen(from); // the port that was taken may be free by now
            }
        } else {
            moveAndKeep(from, to, checked);
        }
        portAtStart = port;
    }

    private void moveAndKeep(GatewayAddress from, GatewayAddress to, EngineSettings settings) {
        parts.gateway().move(to);
        boolean kept = false;
        try {
            parts.settings().keep(settings);
            kept = true;
        } finally {
            if (!kept) {
                tryToListen(from);
            }
        }
    }

    private void tryToListen(GatewayAddress address) {
        try {
            parts.gateway().move(address);
        } catch (EngineException e) {
            LOG.warn("The gateway still cannot listen: {}", e.problem().message());
        }
    }

    /** The processor, memory and cards of this machine, as they are now. */
    public Machine machine() {
        return parts.machine().now();
    }

    /**
     * Bytes that main memory gives to read in a second, with all cores together; nothing where that
     * cannot be measured. Takes a fraction of a second when first asked.
     */
    public OptionalDouble memorySpeed() {
        return parts.memorySpeed().bytesPerSecond(machine().processor());
    }

    /** Ends running calls, all workers and the gateway. Calling it again does nothing. */
    @Override
    public void close() {
        closing.close();
    }
}
