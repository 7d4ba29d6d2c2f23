package dev.modeldeck.engine.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Listens, but its queue of connections is full: further ones get no answer at all. */
final class FullServer implements AutoCloseable {

    private static final int ENOUGH = 64;

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    FullServer() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int i = 0; i < ENOUGH; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port()), 150);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("the queue never was full");
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        server.close();
    }
}
