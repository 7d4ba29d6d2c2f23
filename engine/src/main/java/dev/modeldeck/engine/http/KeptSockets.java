package dev.modeldeck.engine.http;

import okhttp3.Connection;
import okhttp3.Protocol;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.SocketFactory;

/**
 * Sockets that tell, without a wait, whether the other side has closed them while they were kept.
 * OkHttp looks only at those that were idle for ten seconds, and waits a millisecond for it.
 */
final class KeptSockets extends SocketFactory {

    /**
     * A kept connection that the server had closed. Nothing was sent on it, and OkHttp does not
     * take it again.
     */
    static final class Closed extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Whether a connection on which nothing is awaited was closed by the other side. Of those with
     * many calls at a time OkHttp knows it itself, as it reads on them all the time.
     */
    static boolean closed(Connection kept) {
        // Also of a secure socket it is the channel below.
        SocketChannel channel = kept.socket().getChannel();
        if (channel == null || kept.protocol() == Protocol.HTTP_2) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            // Whatever could be read now, nobody has asked for: the end, or its announcement.
            boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return !silent;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return SocketChannel.open().socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return createSocket(InetAddress.getByName(host), port, from, fromPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(from, fromPort));
        channel.connect(new InetSocketAddress(host, port));
        return channel.socket();
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        return SocketChannel.open(address).socket();
    }
}
