package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpReply;
import dev.modeldeck.engine.http.HttpSend;
import dev.modeldeck.engine.http.WireTimes;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.WireFacts;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Inference calls to one model on a server: key, request id, errors, and cancelling at the worker.
 */
public final class RemoteCalls {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);

    private final HttpCalls http;
    private final RemoteModel model;

    public RemoteCalls(HttpCalls http, RemoteModel model) {
        this.http = http;
        this.model = model;
    }

    /** Posts a body and reads the answer, which has a good status. */
    public <T> T post(RequestId id, URI uri, ObjectNode body, Function<HttpReply, T> reader) {
        return post(id, uri, body, ChunkListener.none(), reader);
    }

    /**
     * Posts a body and reads the answer, which has a good status.
     *
     * @param hearing is told what it cost on the wire
     */
    public <T> T post(
            RequestId id,
            URI uri,
            ObjectNode body,
            ChunkListener hearing,
            Function<HttpReply, T> reader) {
        return post(id, HttpSend.post(uri, headers(id), Json.write(body)), hearing, reader);
    }

    /** Sends a request that need not be JSON; its headers begin with those of {@link #headers}. */
    public <T> T post(
            RequestId id, HttpSend send, ChunkListener hearing, Function<HttpReply, T> reader) {
        boolean answered = false;
        try (HttpReply reply = http.send(send)) {
            try {
                if (!reply.ok()) {
                    answered = true;
                    throw new EngineException(problem(reply));
                }
                T answer = reader.apply(reply);
                answered = true;
                return answer;
            } finally {
                hearing.onWire(facts(reply.times()));
            }
        } catch (EngineException e) {
            throw model.worker() && e.getCause() instanceof IOException
                    ? new EngineException(lost(e.problem()), e)
                    : e;
        } finally {
            if (!answered && model.worker()) {
                cancel(id);
            }
        }
    }

    /** Reads JSON that a server sent; garbage is the server's fault. */
    public static ObjectNode json(String text) {
        try {
            return Json.parseObject(text);
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server answered with something that is not JSON. Check that the"
                                    + " address is the one of its API.",
                            502),
                    e);
        }
    }

    /**
     * Reads JSON of any kind that a server sent.
     *
     * @param otherwise what is said where it is none
     */
    public static JsonNode tree(String text, String otherwise) {
        try {
            return Json.parse(text);
        } catch (EngineException e) {
            throw new EngineException(new Problem.Upstream(otherwise, 502), e);
        }
    }

    private static Problem problem(HttpReply reply) {
        Problem problem = StatusProblems.parse(reply.status(), reply.text());
        return problem instanceof Problem.Overloaded(String message, var usual)
                ? new Problem.Overloaded(message, reply.retryAfter().orElse(usual))
                : problem;
    }

    /** A worker has no address that a person could check: it is gone, and comes back by itself. */
    private Problem lost(Problem problem) {
        return problem instanceof Problem.Unavailable
                ? new Problem.Unavailable(
                        "The worker of \"%s\" ended in the middle of the answer. It is being started again; try again in a moment."
                                .formatted(model.name()))
                : problem;
    }

    private static WireFacts facts(WireTimes times) {
        return new WireFacts(
                Duration.ofNanos(times.nameNanos() + times.connectNanos() + times.secureNanos()),
                times.sentBytes(),
                times.receivedBytes(),
                times.tries());
    }

    /** What goes with a call: the model's headers, and the call's own number. */
    public Map<String, String> headers(RequestId id) {
        Map<String, String> headers = new HashMap<>(model.headers().get());
        headers.put("X-Request-Id", id.value());
        return headers;
    }

    /**
     * Tells the worker; the closed connection tells it as well, but only when it next writes. On a
     * thread of its own, as the present one may be interrupted.
     */
    private void cancel(RequestId id) {
        URI uri = model.base().resolve("/modeldeck/cancel/" + Query.encoded(id.value()));
        Thread.ofVirtual()
                .name("cancel-" + id.value())
                .start(() -> {
                    try (HttpReply reply = http.send(HttpSend.post(uri, headers(id), "{}"))) {
                        LOG.debug("Cancel {}: {}", id, reply.status());
                    } catch (EngineException e) {
                        LOG.debug("Cancel {}: {}", id, e.getMessage());
                    }
                });
    }
}
