package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where the gateway listens and who may come in.
 *
 * @param host address of a network interface; loopback unless the person says otherwise
 * @param port 0 for any free one
 * @param token asked of every client; empty for none, which only loopback allows
 */
public record GatewayAddress(String host, int port, String token) {

    public GatewayAddress {
        if (port < 0 || port > 65_535) {
            throw invalid("A port is a number from 0 to 65535.", "port");
        }
        if (token.isEmpty() && !resolve(host).isLoopbackAddress()) {
            throw invalid(
                    "Set an access token before the gateway listens on "
                            + host
                            + ": without one, everybody in the network could use it.",
                    "accessToken");
        }
    }

    /** The same, on that very port. */
    GatewayAddress at(int boundPort) {
        return new GatewayAddress(host, boundPort, token);
    }

    /**
     * Whether the other cannot be listened on while this one is.
     *
     * @param boundPort that this one got
     */
    boolean collidesWith(GatewayAddress other, int boundPort) {
        InetAddress mine = inet();
        InetAddress its = other.inet();
        return (other.port == port || other.port == boundPort)
                && (mine.equals(its) || mine.isAnyLocalAddress() || its.isAnyLocalAddress());
    }

    InetAddress inet() {
        return resolve(host);
    }

    boolean isLoopback() {
        return resolve(host).isLoopbackAddress();
    }

    /** How a client on this machine reaches it. */
    public URI uri(int boundPort) {
        InetAddress inet = resolve(host);
        String name = inet.isAnyLocalAddress() ? "127.0.0.1" : host;
        return URI.create(
                "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + boundPort);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host.isBlank() ? "127.0.0.1" : host);
        } catch (UnknownHostException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\""
                                    + host
                                    + "\" is no address of this machine. Write 127.0.0.1, or the"
                                    + " address of a network card.",
                            "bindAddress"),
                    e);
        }
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }
}
