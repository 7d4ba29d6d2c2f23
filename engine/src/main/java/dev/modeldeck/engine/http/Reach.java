package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;

import okhttp3.OkHttpClient;
import okhttp3.Response;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;

/**
 * Tries how far a server can be reached, step by step, in the way in which calls go: the steps are
 * those of one real call, which carries no key.
 */
public final class Reach {

    /** In the order in which they are taken. */
    public enum Kind {
        /** Its name, or the proxy's, is looked up. */
        NAME,
        /** A connection is opened; through a proxy, to it and from there on (CONNECT). */
        TCP,
        /** The connection is made secure; only for https. */
        TLS,
        /** The path is asked for, and anything answers. */
        HTTP
    }

    /**
     * @param said what happened, in a sentence
     * @param cure what to do about it, in a sentence; empty where nothing is to be done
     */
    public record Step(Kind kind, boolean ok, String said, String cure, Duration took) {}

    private final HttpTerms terms;
    private final HttpSend send;
    private final Wire wire = new Wire(1);
    private final SeenChain seen;
    private final AskedForKey asked;

    private Reach(HttpTerms terms, URI uri) {
        // A server that accepts and never speaks is found out as quickly as one that is not there.
        this.terms = terms.withSilence(terms.connect());
        this.send = HttpSend.get(uri, Map.of("Accept", "*/*"));
        Tls tls = send.secure() ? Tls.of(terms.tls()) : Tls.none();
        this.seen = new SeenChain(tls.trust());
        this.asked = new AskedForKey(tls.keys());
    }

    /**
     * Takes the steps up to the first that fails; none takes longer than {@link HttpTerms#connect}.
     * Call from a virtual thread, which may be interrupted.
     *
     * @throws EngineException Invalid when a file of the terms cannot be read or the address is
     *     none; Cancelled when interrupted
     */
    public static List<Step> check(HttpTerms terms, URI uri) {
        return new Reach(terms, uri).check();
    }

    private List<Step> check() {
        OkHttpClient client = client();
        long start = System.nanoTime();
        try (Response response =
                HttpCalls.execute(
                        client,
                        HttpCalls.request(send).newBuilder().tag(Wire.class, wire).build())) {
            List<Step> steps = before(Kind.HTTP);
            steps.add(words().answered(response, took(wire.stageNanos(start))));
            return steps;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw EngineException.cancelled();
            }
            Kind failed = failed(e);
            List<Step> steps = before(failed);
            steps.add(words().failed(failed, e, took(wire.stageNanos(start))));
            return steps;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    /** One address after the other, so that what is told of the last one is true. */
    private OkHttpClient client() {
        OkHttpClient plain =
                Clients.plain(terms)
                        .newBuilder()
                        .fastFallback(false)
                        .callTimeout(terms.connect().multipliedBy(Kind.values().length))
                        .build();
        return send.secure() ? Clients.secure(plain, new Tls(seen, asked)) : plain;
    }

    private Kind failed(IOException e) {
        // Since TLS 1.3 a server refuses a client's certificate only when it is talked to.
        boolean late = wire.stage() == Kind.HTTP && (e instanceof SSLException || hungUpForKey(e));
        return late ? Kind.TLS : wire.stage();
    }

    private boolean hungUpForKey(IOException e) {
        return asked.asked() && !(e instanceof SocketTimeoutException);
    }

    /** The steps that went well. */
    private List<Step> before(Kind kind) {
        ReachWords words = words();
        WireTimes times = wire.times();
        List<Step> steps = new ArrayList<>();
        if (kind.compareTo(Kind.NAME) > 0) {
            steps.add(words.named(took(times.nameNanos())));
        }
        if (kind.compareTo(Kind.TCP) > 0) {
            steps.add(words.connected(took(times.connectNanos())));
        }
        if (kind.compareTo(Kind.TLS) > 0 && send.secure()) {
            steps.add(words.secured(took(times.secureNanos())));
        }
        return steps;
    }

    private ReachWords words() {
        return new ReachWords(terms, send, wire, seen.chain(), asked.asked());
    }

    private static Duration took(long nanos) {
        return Duration.ofNanos(nanos);
    }
}
