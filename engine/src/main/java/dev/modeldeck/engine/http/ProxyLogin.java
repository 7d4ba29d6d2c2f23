package dev.modeldeck.engine.http;

import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

import org.jspecify.annotations.Nullable;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Tells the proxy who we are, once. */
record ProxyLogin(ProxyTerms proxy) implements Authenticator {

    private static final String HEADER = "Proxy-Authorization";
    private static final String BEFORE_ASKED = "OkHttp-Preemptive";

    /** The proxy wants to know who we are, and does not accept what we said. */
    static final class Refused extends ProtocolException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws Refused {
        if (!proxy.user().isEmpty() && response.request().header(HEADER) == null) {
            String basic =
                    Credentials.basic(proxy.user(), proxy.password(), StandardCharsets.UTF_8);
            return response.request().newBuilder().header(HEADER, basic).build();
        }
        boolean asked =
                response.challenges().stream()
                        .noneMatch(challenge -> challenge.scheme().equals(BEFORE_ASKED));
        if (asked) {
            throw new Refused();
        }
        return null;
    }
}
