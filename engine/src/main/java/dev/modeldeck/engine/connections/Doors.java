package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.http.ProxyTerms;
import dev.modeldeck.engine.http.RetryTerms;
import dev.modeldeck.engine.http.TlsTerms;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Opens the doors of servers: makes clients with their terms, and headers with their secrets. */
final class Doors {

    private static final String AUTHORIZATION = "Authorization";
    private static final int USUAL_PROXY_PORT = 3128;

    /** As long as one waits when a server says how long one should. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final SecretBox secrets;

    Doors(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** A server with the door open; to be closed. */
    record Open(Site site, HttpCalls http, HttpTerms terms) implements AutoCloseable {
        /** Whoever is inside comes out in his own time. */
        @Override
        public void close() {
            http.retire();
        }
    }

    /**
     * @throws EngineException where a secret, or a file of certificates, is not there
     */
    Open open(Connection connection) {
        Access access = connection.access().withSecrets(secrets::resolve);
        HttpTerms terms = terms(access);
        URI address = connection.address();
        HttpCalls http = calls(access.auth(), address, terms);
        Map<String, String> own = access.headers();
        Supplier<Map<String, String>> headers =
                switch (access.auth()) {
                    case Auth.None _ -> () -> own;
                    case Auth.Bearer(String token) -> with(own, AUTHORIZATION, "Bearer " + token);
                    case Auth.Basic(String user, String password) ->
                            with(own, AUTHORIZATION, basic(user, password));
                    case Auth.ApiKey(String header, String key) -> with(own, header, key);
                    case Auth.OAuth client ->
                            new AccessTokens(
                                    new ClientCredentials(address, http, client, own), http, own);
                    case Auth.AwsKeys _ -> () -> own; // each request is signed as it leaves
                    case Auth.GoogleAccount(String key) ->
                            new AccessTokens(new ServiceAccount(key, Clock.systemUTC()), http, own);
                };
        return new Open(new Site(address, http, headers, settings(connection)), http, terms);
    }

    private HttpCalls calls(Auth auth, URI address, HttpTerms terms) {
        return auth instanceof Auth.AwsKeys(String id, String secret, String region)
                ? HttpCalls.changed(
                        terms,
                        AwsSignature.of(
                                new Auth.AwsKeys(secrets.resolve(id), secret, region), address))
                : new HttpCalls(terms);
    }

    private static Supplier<Map<String, String>> with(
            Map<String, String> own, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(own);
        all.put(name, value);
        Map<String, String> fixed = Map.copyOf(all);
        return () -> fixed;
    }

    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private Map<String, String> settings(Connection connection) {
        Map<String, String> resolved = new LinkedHashMap<>(connection.settings());
        resolved.replaceAll((_, value) -> secrets.resolve(value));
        return resolved;
    }

    private static HttpTerms terms(Access access) {
        Access.Patience patience = access.patience();
        return new HttpTerms(
                Duration.ofSeconds(patience.connectSeconds()),
                Duration.ofSeconds(patience.silenceSeconds()),
                access.proxy().isEmpty() ? null : proxy(access),
                new TlsTerms(
                        file(access.authorities()),
                        file(access.certificate()),
                        access.certificatePassword()),
                new RetryTerms(patience.attempts(), Duration.ofMillis(500), LONGEST_PAUSE));
    }

    /**
     * Refuses the address of a proxy or of tokens that is none, before it is kept.
     *
     * @throws EngineException where it is none, or that of a proxy has a password in it, which is
     *     to be kept apart
     */
    static void check(Access access) {
        if (!access.proxy().isEmpty()) {
            proxy(access);
        }
        if (access.auth() instanceof Auth.OAuth client && !client.tokenAddress().isEmpty()) {
            Connection.address(client.tokenAddress());
        }
    }

    private static ProxyTerms proxy(Access access) {
        URI address;
        try {
            address = Connection.address(access.proxy());
        } catch (EngineException e) {
            // Without what was typed, which may be a password.
            throw new EngineException(
                    new Problem.Invalid(
                            "The proxy is written as http://host:port; a user and a password have fields of their own.",
                            "network"),
                    e);
        }
        int port = address.getPort() < 0 ? USUAL_PROXY_PORT : address.getPort();
        return new ProxyTerms(address.getHost(), port, access.proxyUser(), access.proxyPassword());
    }

    private static @Nullable Path file(String path) {
        return path.isEmpty() ? null : Path.of(path);
    }
}
