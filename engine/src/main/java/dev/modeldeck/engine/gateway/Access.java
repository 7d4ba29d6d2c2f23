package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;

/**
 * Who may come in. A token where one is set; and never a web page: a browser that was lured here
 * says so by its {@code Origin}, or by a {@code Host} that is not this machine (DNS rebinding).
 */
final class Access {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final byte[] token;
    private final boolean loopback;
    private final String boundHost;

    Access(GatewayAddress address) {
        token = address.token().getBytes(StandardCharsets.UTF_8);
        loopback = address.isLoopback();
        boundHost = address.uri(0).getHost();
    }

    /** Throws where the request is not let in. */
    void check(String path, ServerRequestHeaders headers) {
        String host = headers.first(HeaderNames.HOST).orElse("");
        if (loopback && !isThisMachine(host)) {
            throw refused(
                    "This gateway answers requests for this machine only: call it as localhost or"
                            + " 127.0.0.1.");
        }
        String origin = headers.first(HeaderNames.ORIGIN).orElse("");
        if (!origin.isEmpty() && !origin.equalsIgnoreCase("http://" + host)) {
            throw refused("Requests from web pages are not let in.");
        }
        if (token.length > 0 && !path.equals("/health")) {
            token(headers.first(HeaderNames.AUTHORIZATION).orElse(""));
        }
    }

    private void token(String authorization) {
        String prefix = "Bearer ";
        boolean bearer = authorization.regionMatches(true, 0, prefix, 0, prefix.length());
        String given = bearer ? authorization.substring(prefix.length()).strip() : "";
        // Takes the same time wherever the first difference is.
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token)) {
            throw new EngineException(
                    new Problem.Unauthenticated(
                            "An access token is needed: send it as \"Authorization: Bearer …\"; it"
                                    + " stands in the settings."));
        }
    }

    private boolean isThisMachine(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT))
                || name.equalsIgnoreCase(boundHost);
    }

    private static EngineException refused(String message) {
        return new EngineException(new Problem.Forbidden(message));
    }
}
