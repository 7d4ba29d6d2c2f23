package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

/**
 * An HTTP proxy on the way, which tunnels encrypted connections (CONNECT) and passes on plain ones.
 *
 * @param user for basic authentication; empty for none
 */
public record ProxyTerms(String host, int port, String user, String password) {

    public ProxyTerms {
        host = host.strip();
        if (host.isEmpty() || host.contains("/") || host.contains(" ")) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\""
                                    + host
                                    + "\" is no host name of a proxy. Write it without http:// and"
                                    + " without its port.",
                            "proxy.host"));
        }
        if (port < 1 || port > 65_535) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The port of the proxy must be from 1 to 65535.", "proxy.port"));
        }
    }

    /** The proxy as a person knows it. */
    String address() {
        return host + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user.isEmpty() ? address() : user + "@" + address();
    }
}
