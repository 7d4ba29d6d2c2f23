package dev.modeldeck.engine.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Notices that a caller has gone away while its request is being answered, also where nothing is
 * written meanwhile. A caller that closes only its own direction counts as gone, as with most
 * servers.
 *
 * <p>Helidon's own way to watch a socket ({@code HelidonSocket.idle}) ends with the socket's read
 * time-out and then breaks the connection; so the connection's bytes go through a {@link
 * ReadAhead}. Helidon makes and serves a connection on one thread, which leads from a request to
 * its connection.
 */
final class Disconnects implements ServerConnectionSelector {

    private final ServerConnectionSelector http;
    private final ThreadLocal<ReadAhead> current = new ThreadLocal<>();

    Disconnects(ServerConnectionSelector http) {
        this.http = http;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        ReadAhead bytes = new ReadAhead(context.dataReader());
        current.set(bytes);
        return http.connection(new WatchedConnection(context, bytes));
    }

    /** Call on the request's thread, when its body has been read. */
    Watch watch() {
        return new Watch(current.get());
    }

    /** Interrupts the thread that made it when the caller goes away; never after it is closed. */
    static final class Watch implements AutoCloseable {
        private final Thread answering = Thread.currentThread();
        private boolean over;
        private boolean gone;

        private Watch(@Nullable ReadAhead connection) {
            if (connection != null) {
                connection.whenEnded(this::callerLeft);
            }
        }

        private synchronized void callerLeft() {
            if (!over) {
                gone = true;
                answering.interrupt();
            }
        }

        /** Whether the caller went away. */
        synchronized boolean gone() {
            return gone;
        }

        @Override
        public synchronized void close() {
            over = true;
            if (gone) {
                Thread.interrupted(); // ours, if nobody has taken it
            }
        }
    }
}
