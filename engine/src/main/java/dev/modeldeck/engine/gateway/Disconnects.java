package dev.modeldeck.engine.gateway;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Notices that a caller has gone away while its request is being answered, also where nothing is
 * written meanwhile.
 *
 * <p>Helidon's plain socket can watch itself while nobody reads it ({@code idle}): it reads one
 * byte ahead, which a closed connection answers with its end, and gives that byte back to the next
 * read. The server listens to each request's first line to know the socket, and all of one
 * connection runs on one thread.
 */
final class Disconnects implements Http1ConnectionListener {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final ThreadLocal<HelidonSocket> socket = new ThreadLocal<>();

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        socket.set(connection.serverSocket());
    }

    /** Call on the request's thread, when its body has been read. */
    Watch watch() {
        return new Watch(socket.get());
    }

    /** Interrupts the thread that made it when the caller goes away; never after it is closed. */
    static final class Watch implements AutoCloseable {
        private final Thread caller = Thread.currentThread();
        private final @Nullable HelidonSocket socket;
        private boolean over;
        private boolean gone;

        private Watch(@Nullable HelidonSocket socket) {
            this.socket = socket;
            if (socket != null) {
                socket.idle();
                Thread.ofVirtual().name("watch-" + socket.childSocketId()).start(this::look);
            }
        }

        private synchronized void look() {
            try {
                while (!over && !gone) {
                    wait(LOOK.toMillis());
                    if (!over && socket != null && !socket.isConnected()) {
                        gone = true;
                        caller.interrupt();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether the caller went away. */
        synchronized boolean gone() {
            return gone;
        }

        @Override
        public synchronized void close() {
            over = true;
            notifyAll();
            if (gone) {
                Thread.interrupted(); // ours, if nobody has taken it
            }
        }
    }
}
