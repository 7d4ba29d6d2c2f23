package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpBody;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Headers with an access token, which is fetched with client credentials when it is first needed
 * and again before it runs out (RFC 6749, section 4.4; the token's address after RFC 8414, below
 * {@code /oidc} as Databricks has it).
 */
final class OAuthTokens implements Supplier<Map<String, String>> {

    /** Told beforehand, so that no token runs out on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(40);

    private static final String METADATA = "/oidc/.well-known/oauth-authorization-server";
    private static final String USUAL = "/oidc/v1/token";

    private static final HttpBody GRANT =
            new HttpBody(
                    "grant_type=client_credentials&scope=all-apis"
                            .getBytes(StandardCharsets.US_ASCII),
                    "application/x-www-form-urlencoded");

    private final URI root;
    private final HttpCalls http;
    private final String credentials;
    private final Map<String, String> others;
    private final ReentrantLock one = new ReentrantLock();
    private volatile @Nullable Token last;

    private record Token(Map<String, String> headers, long goodUntil) {
        boolean good() {
            return System.nanoTime() - goodUntil < 0;
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "a token";
        }
    }

    /**
     * @param credentials of the client, as Basic authentication has them
     * @param others headers that go with every request
     */
    OAuthTokens(URI root, HttpCalls http, String credentials, Map<String, String> others) {
        this.root = root;
        this.http = http;
        this.credentials = credentials;
        this.others = Map.copyOf(others);
    }

    @Override
    public Map<String, String> get() {
        Token known = last;
        if (known != null && known.good()) {
            return known.headers();
        }
        try {
            one.lockInterruptibly(); // a token's server that hangs holds up nobody for good
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
        try {
            Token now = last;
            Token good = now != null && now.good() ? now : fetch();
            last = good;
            return good.headers();
        } finally {
            one.unlock();
        }
    }

    private Token fetch() {
        // Whatever path a person copied from the browser is none of the server's address.
        Site door = new Site(root.resolve("/"), http, () -> others, Map.of());
        String told = door.get(METADATA).found().path("token_endpoint").asString("");
        URI address = door.at(told.isEmpty() ? USUAL : told);
        Map<String, String> asking = new LinkedHashMap<>(others);
        asking.put("Authorization", credentials);
        HttpSend send = new HttpSend("POST", address, asking, GRANT);
        try (HttpReply answer = http.send(send)) {
            Reply reply = new Reply(answer.status(), answer.text());
            if (reply.status() == 429 || reply.status() >= 500) {
                reply.orThrow("POST " + address.getPath()); // not the client id's fault
            }
            JsonNode token = reply.found();
            if (!token.path("access_token").isString()) {
                throw new EngineException(
                        new Problem.Unauthenticated(
                                "No token was given for this client id and secret (%s answered %d). Check both."
                                        .formatted(address.getPath(), reply.status())));
            }
            Map<String, String> all = new LinkedHashMap<>(others);
            all.put("Authorization", "Bearer " + token.path("access_token").stringValue());
            Duration life = Duration.ofSeconds(token.path("expires_in").asLong(3600));
            return new Token(Map.copyOf(all), System.nanoTime() + life.minus(MARGIN).toNanos());
        }
    }
}
