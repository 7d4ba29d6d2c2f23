package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;

/** Whether an address can be listened on, and in words why not. */
final class PortProbe {

    private PortProbe() {}

    /** Fails quietly where the server would write a page about it to its log. */
    static void check(GatewayAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address.inet(), address.port()));
        } catch (IOException e) {
            throw new EngineException(
                    ours(address.inet()) ? taken(address) : elsewhere(address), e);
        }
    }

    static Problem taken(GatewayAddress address) {
        return new Problem.Unavailable(
                "Port %d is taken. The gateway cannot listen on %s: another program uses this port. Choose another port with --port or in the settings."
                        .formatted(address.port(), address));
    }

    private static Problem elsewhere(GatewayAddress address) {
        return new Problem.Unavailable(
                "%s is not this machine's. The gateway cannot listen on %s. Choose who may use it in the settings."
                        .formatted(address.host(), address));
    }

    private static boolean ours(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // the interfaces cannot be asked, so nothing speaks against it
        }
    }
}
