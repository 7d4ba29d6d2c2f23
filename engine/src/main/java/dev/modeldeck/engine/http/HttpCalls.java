package dev.modeldeck.engine.http;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Outgoing HTTP calls; keeps connections open between them. Call from virtual threads only:
 * interrupting one cancels its call, which on a platform thread would wait for the server.
 */
public final class HttpCalls implements AutoCloseable {

    /** They change or cost something; each has a body, be it an empty one. */
    private static final Set<String> DONE_ONCE = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final HttpTerms terms;
    private final Retries retries;
    private final UnaryOperator<HttpSend> leaving;
    private final OkHttpClient plain;
    private @Nullable OkHttpClient secure;

    /**
     * @throws EngineException Invalid when a file of the terms cannot be read
     */
    public HttpCalls(HttpTerms terms) {
        this(terms, Thread::sleep);
    }

    HttpCalls(HttpTerms terms, Retries.Waiting waiting) {
        this(terms, waiting, UnaryOperator.identity());
    }

    private HttpCalls(HttpTerms terms, Retries.Waiting waiting, UnaryOperator<HttpSend> leaving) {
        this.terms = terms;
        this.leaving = leaving;
        this.retries = new Retries(terms.retries(), waiting);
        this.plain = Clients.plain(terms);
        if (terms.tls().hasFiles()) {
            secure();
        }
    }

    /**
     * Calls that are changed as they leave, at each attempt anew: signed with the time, for
     * example.
     */
    public static HttpCalls changed(HttpTerms terms, UnaryOperator<HttpSend> leaving) {
        return new HttpCalls(terms, Thread::sleep, leaving);
    }

    /** Waits for an answer as long as its caller does, who has a limit and interrupts. */
    public static HttpCalls patient() {
        return new HttpCalls(HttpTerms.patient());
    }

    /**
     * Sends the request, again where the terms say so, and waits for the status and headers of the
     * answer, whatever the status is.
     *
     * @throws EngineException when there is no answer
     */
    public HttpReply send(HttpSend send) {
        Failures failures = new Failures(send.server(), terms);
        OkHttpClient client = send.secure() ? secure() : plain;
        try {
            for (int tries = 1; ; tries++) {
                Wire wire = new Wire(tries);
                Request attempt =
                        request(leaving.apply(send)).newBuilder().tag(Wire.class, wire).build();
                Optional<Duration> pause;
                try {
                    HttpReply reply = new HttpReply(execute(client, attempt), wire, failures);
                    pause = retries.after(tries, send, reply);
                    if (pause.isEmpty()) {
                        return reply;
                    }
                    reply.close();
                } catch (IOException e) {
                    pause = retries.after(tries, e);
                    if (pause.isEmpty()) {
                        throw failures.of(e);
                    }
                }
                retries.waiting().pause(pause.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
    }

    /** OkHttp throws the interruption of a wait for a connection without declaring it. */
    @SuppressWarnings("RedundantThrows")
    static Response execute(OkHttpClient client, Request request)
            throws IOException, InterruptedException {
        while (true) {
            try {
                return client.newCall(request).execute();
            } catch (KeptSockets.Closed e) {
                // As if it had not been kept: of those that are, there is one less now.
                if (Thread.currentThread().isInterrupted()) {
                    throw e; // or all would go: nothing can be read by who is interrupted
                }
            }
        }
    }

    /** Read when first needed: workers are called without. */
    private synchronized OkHttpClient secure() {
        OkHttpClient made = secure;
        if (made == null) {
            made = Clients.secure(plain, Tls.of(terms.tls()));
            secure = made;
        }
        return made;
    }

    static Request request(HttpSend send) {
        Request.Builder request = new Request.Builder().method(send.method(), body(send));
        try {
            request.url(send.uri().toString());
        } catch (IllegalArgumentException e) {
            throw invalid("\"" + send.server() + "\" is no address of a server.", "url");
        }
        for (Map.Entry<String, String> header : send.headers().entrySet()) {
            try {
                request.header(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                // Its own message may have the value, which may be a key.
                throw invalid(
                        "The header \""
                                + header.getKey()
                                + "\" has a character that no header can have, such as a line"
                                + " break. Enter its value again.",
                        "headers");
            }
        }
        return request.build();
    }

    private static EngineException invalid(String message, String field) {
        return new EngineException(new Problem.Invalid(message, field));
    }

    private static @Nullable RequestBody body(HttpSend send) {
        HttpBody body = send.body();
        if (DONE_ONCE.contains(send.method())) {
            return body == null
                    ? new OnceBody(new byte[0], null)
                    : new OnceBody(body.bytes(), MediaType.get(body.contentType()));
        }
        return body == null
                ? null
                : RequestBody.create(body.bytes(), MediaType.get(body.contentType()));
    }

    /** Lets running calls come to their end, and closes connections as they fall idle. */
    public void retire() {
        plain.connectionPool().evictAll();
    }

    @Override
    public void close() {
        plain.dispatcher().cancelAll();
        plain.dispatcher().executorService().shutdown();
        plain.connectionPool().evictAll();
    }
}
