package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Headers with an OAuth access token, which is fetched when it is first needed and again before it
 * runs out.
 */
final class AccessTokens implements Supplier<Map<String, String>> {

    /** Told beforehand, so that no token runs out on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(40);

    private final Grant grant;
    private final HttpCalls http;
    private final Map<String, String> others;
    private final ReentrantLock one = new ReentrantLock();
    private volatile @Nullable Token last;

    /** What a token is given for. */
    interface Grant {

        /** Asks for a token; may ask its server beforehand where that is done. */
        HttpSend request();

        /** What to check where none is given: {@code this client id and secret}. */
        String what();
    }

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
     * @param others headers that go with every request to the server, and to none for a token
     */
    AccessTokens(Grant grant, HttpCalls http, Map<String, String> others) {
        this.grant = grant;
        this.http = http;
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
        HttpSend send = grant.request();
        String path = send.uri().getPath();
        try (HttpReply answer = http.send(send)) {
            Reply reply = new Reply(answer.status(), answer.text());
            if (reply.status() == 429 || reply.status() >= 500) {
                reply.orThrow("POST " + path); // not the fault of what was granted
            }
            JsonNode token = reply.found();
            if (!token.path("access_token").isString()) {
                throw new EngineException(
                        new Problem.Unauthenticated(
                                "No token was given for %s (%s answered %d). Check them."
                                        .formatted(grant.what(), path, reply.status())));
            }
            Map<String, String> all = new LinkedHashMap<>(others);
            all.put("Authorization", "Bearer " + token.path("access_token").stringValue());
            Duration life = Duration.ofSeconds(token.path("expires_in").asLong(3600));
            return new Token(Map.copyOf(all), System.nanoTime() + life.minus(MARGIN).toNanos());
        }
    }
}
