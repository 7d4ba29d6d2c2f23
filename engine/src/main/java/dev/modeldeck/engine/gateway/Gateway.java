package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/** The public HTTP face of the engine: one port for all dialects. */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Kept, as a logger that nobody holds forgets its level. */
    private static final java.util.logging.Logger HELIDON =
            java.util.logging.Logger.getLogger("io.helidon");

    private static final int LONGEST_FIRST_LINE = 8 << 10;
    private static final int LONGEST_HEADERS = 32 << 10;
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final GatewayServices services;
    private final Duration retry;
    private final LiveValue<GatewayStatus> status;
    private GatewayAddress address;
    private @Nullable WebServer server;
    private boolean closed;

    private Gateway(GatewayServices services, GatewayAddress address, Duration retry) {
        this.services = services;
        this.address = address;
        this.retry = retry;
        this.status = new LiveValue<>(new GatewayStatus.Down("The gateway has not started yet."));
    }

    /** Listens, or says in its status why it cannot, and tries again until it can. */
    public static Gateway start(GatewayServices services, GatewayAddress address) {
        return start(services, address, RETRY);
    }

    static Gateway start(GatewayServices services, GatewayAddress address, Duration retry) {
        HELIDON.setLevel(Level.WARNING); // it tells of every start and stop, past our own log
        Gateway gateway = new Gateway(services, address, retry);
        try {
            gateway.listen(address);
        } catch (EngineException e) {
            LOG.warn("{}", e.problem().message());
            gateway.down(e);
        }
        return gateway;
    }

    public Live<GatewayStatus> status() {
        return status;
    }

    /**
     * Listens elsewhere, or with another token. Where that cannot be, it stays where it was.
     *
     * @throws EngineException with the reason
     */
    public synchronized void move(GatewayAddress to) {
        WebServer old = server;
        if (old == null) {
            listen(to);
            return;
        }
        if (to.equals(address)) {
            return;
        }
        if (address.collidesWith(to, old.port())) {
            replace(old, to);
        } else {
            listen(to);
            old.stop();
        }
    }

    /** The port must be free before it can be taken again; what fails then is put back. */
    private void replace(WebServer old, GatewayAddress to) {
        GatewayAddress from = address;
        int port = old.port();
        old.stop();
        server = null;
        status.set(new GatewayStatus.Down("The gateway is being started again."));
        try {
            listen(to);
        } catch (EngineException e) {
            try {
                listen(from.at(port));
                address = from;
            } catch (EngineException again) {
                address = from.at(port);
                down(again);
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Whoever holds the port may leave it, and nobody would tell us. */
    private void down(EngineException e) {
        status.set(new GatewayStatus.Down(e.problem().message()));
        CompletableFuture.delayedExecutor(
                        retry.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(this::listenAgain);
    }

    private synchronized void listenAgain() {
        if (closed || server != null) {
            return;
        }
        try {
            listen(address);
        } catch (EngineException e) {
            down(e);
        }
    }

    /** Ends running calls and frees the port. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.stop();
            server = null;
        }
        status.set(new GatewayStatus.Down("The gateway was stopped."));
    }

    private synchronized void listen(GatewayAddress to) {
        PortProbe.check(to);
        WebServer fresh = build(to);
        try {
            fresh.start();
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new EngineException(PortProbe.taken(to), e);
        }
        if (!fresh.isRunning()) { // it tells its log about a taken port, and nobody else
            throw new EngineException(PortProbe.taken(to));
        }
        server = fresh;
        address = to;
        status.set(new GatewayStatus.Listening(to.uri(fresh.port())));
        LOG.info("The gateway listens on {}", to.uri(fresh.port()));
    }

    private WebServer build(GatewayAddress to) {
        Disconnects connections = new Disconnects(http());
        Dispatch dispatch = new Dispatch(routes(), new Access(to), connections);
        return WebServer.builder()
                .address(to.inet())
                .port(to.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .addConnectionSelector(connections)
                .directHandlers(BadRequests.handlers())
                .routing(HttpRouting.builder().any(dispatch))
                .build();
    }

    private static Http1ConnectionSelector http() {
        return Http1ConnectionSelector.builder()
                .config(
                        Http1Config.builder()
                                .maxPrologueLength(LONGEST_FIRST_LINE)
                                .maxHeadersSize(LONGEST_HEADERS)
                                .build())
                .build();
    }

    private RouteTable routes() {
        RouteTable table = new RouteTable();
        InferenceRoute inference = new InferenceRoute(services.calls());
        HealthRoutes.add(table, services);
        new OpenAiRoutes(services.endpoints(), inference).add(table);
        new OpenInferenceRoutes(services, inference).add(table);
        new DatabricksRoutes(inference).add(table);
        new ServingEndpointRoutes(services).add(table);
        new RegisteredModelRoutes(services.registry()).add(table);
        new ModelVersionRoutes(services.registry()).add(table);
        return table;
    }
}
