package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * On which terms servers are called.
 *
 * @param connect longest wait for a name, a connection and a handshake, each
 * @param silence longest wait for the next byte of an answer; zero for no limit
 * @param proxy on the way; null to go the way that the system's Java is told to
 */
public record HttpTerms(
        Duration connect,
        Duration silence,
        @Nullable ProxyTerms proxy,
        TlsTerms tls,
        RetryTerms retries) {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    public HttpTerms {
        if (!connect.isPositive() || silence.isNegative()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The longest wait for a connection must be more than nothing, and that"
                                    + " for an answer nothing (for no limit) or more.",
                            "connect"));
        }
    }

    /**
     * Waits for an answer as long as its caller does, who has a limit and interrupts, and tries
     * once.
     */
    public static HttpTerms patient() {
        return new HttpTerms(CONNECT, Duration.ZERO, null, TlsTerms.usual(), RetryTerms.none());
    }

    public HttpTerms withConnect(Duration limit) {
        return new HttpTerms(limit, silence, proxy, tls, retries);
    }

    public HttpTerms withSilence(Duration limit) {
        return new HttpTerms(connect, limit, proxy, tls, retries);
    }

    public HttpTerms withProxy(@Nullable ProxyTerms way) {
        return new HttpTerms(connect, silence, way, tls, retries);
    }

    public HttpTerms withTls(TlsTerms trust) {
        return new HttpTerms(connect, silence, proxy, trust, retries);
    }

    public HttpTerms withRetries(RetryTerms tries) {
        return new HttpTerms(connect, silence, proxy, tls, tries);
    }
}
