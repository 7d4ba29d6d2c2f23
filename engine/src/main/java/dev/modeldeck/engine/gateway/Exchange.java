package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One request and its answer. */
final class Exchange {

    private static final int LONGEST_REQUESTER = 80;

    private final ServerRequest request;
    private final ServerResponse response;
    private final Map<String, String> named;
    private final Disconnects disconnects;

    Exchange(
            ServerRequest request,
            ServerResponse response,
            Map<String, String> named,
            Disconnects disconnects) {
        this.request = request;
        this.response = response;
        this.named = named;
        this.disconnects = disconnects;
    }

    /** A named part of the path. */
    String part(String name) {
        return named.getOrDefault(name, "");
    }

    /** A query parameter; null where absent. */
    @Nullable String query(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    String body() {
        return RequestBody.read(request, response);
    }

    Fields json() {
        return new Fields(Json.parseObject(body()));
    }

    /** The fields of the body, or of the query where there is no body: clients do either. */
    Fields fields() {
        String body = body();
        if (!body.isBlank()) {
            return new Fields(Json.parseObject(body));
        }
        ObjectNode fields = Json.object();
        request.query().names().forEach(name -> fields.put(name, request.query().get(name)));
        return new Fields(fields);
    }

    /** Empty where it was not sent. */
    String header(String name) {
        return request.headers().first(HeaderNames.create(name)).orElse("");
    }

    /** Who asks: the name that the client's program gives itself. */
    String requester() {
        String agent = request.headers().first(HeaderNames.USER_AGENT).orElse("unknown");
        String product = agent.strip().split("\\s", 2)[0];
        return product.substring(0, Math.min(product.length(), LONGEST_REQUESTER));
    }

    /** Watches the caller's connection; while open, its end interrupts this thread. */
    Disconnects.Watch watch() {
        return disconnects.watch();
    }

    ServerResponse response() {
        return response;
    }

    void answer(ObjectNode json) {
        answer(200, json);
    }

    void answer(int status, ObjectNode json) {
        text(status, "application/json", Json.write(json));
    }

    void text(int status, String type, String body) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, type);
        if (request.headers().contains(HeaderNames.EXPECT) && !request.content().consumed()) {
            // Whether the body still comes is up to the client, so nothing can follow.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
            response.send();
        } else {
            response.send(bytes);
        }
    }

    void fail(Problem problem, ErrorShape errors) {
        retryAfter(problem);
        answer(problem.status(), errors.json(problem));
    }

    /** Closes the connection where either side said so; Helidon only announces it. */
    void end() {
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            if (response instanceof RoutingResponse begun) {
                begun.commit(); // the last chunk of a stream, which would come too late
            }
            throw new CloseConnectionException("As agreed with the client");
        }
    }

    /** Says when to come back, where that may help: clients then try again by themselves. */
    void retryAfter(Problem problem) {
        boolean wait = problem.status() == 429 || problem.status() == 503;
        if (wait && problem.retriable()) {
            long seconds =
                    problem instanceof Problem.Overloaded overloaded
                            ? Math.max(1, overloaded.retryAfter().toSeconds())
                            : 1;
            response.header(HeaderNames.RETRY_AFTER, Long.toString(seconds));
        }
    }
}
