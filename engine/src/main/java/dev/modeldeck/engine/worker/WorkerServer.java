package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.openai.OpenAiErrors;
import dev.modeldeck.engine.wire.openinference.OpenInferenceErrors;

import io.helidon.common.context.Context;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * A worker's HTTP face: one model behind the protocol of its kind, on a free port of 127.0.0.1, for
 * callers who know the secret.
 */
final class WorkerServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final RunningRequests requests;
    private final byte[] expected;
    private final WebServer server;

    private WorkerServer(WorkerSpec spec) {
        this.requests = new RunningRequests();
        this.expected = ("Bearer " + spec.secret()).getBytes(StandardCharsets.UTF_8);
        this.server =
                WebServer.builder()
                        .host(LOOPBACK)
                        .port(0)
                        .shutdownHook(false)
                        .serverContext(Context.create())
                        .routing(routing -> route(routing, spec))
                        .build();
    }

    static WorkerServer start(WorkerSpec spec) {
        WorkerServer worker = new WorkerServer(spec);
        worker.server.start();
        return worker;
    }

    /** Answers requests from now on. */
    void open(Backend backend) {
        requests.open(backend);
    }

    int port() {
        return server.port();
    }

    /** Whether a request runs for longer than that. */
    boolean runsLongerThan(Duration limit) {
        return requests.runsLongerThan(limit);
    }

    /** Refuses new requests, and waits for those that run. */
    void drain(Duration patience) throws InterruptedException {
        requests.drain(patience);
    }

    @Override
    public void close() {
        server.stop();
    }

    private void route(HttpRouting.Builder routing, WorkerSpec spec) {
        routing.addFilter(this::admit)
                .error(EngineException.class, (req, res, e) -> fail(req, res, e.problem()))
                .error(RuntimeException.class, WorkerServer::unexpected)
                .get("/health", (_, res) -> send(res, Json.object().put("status", "ok")))
                .post("/modeldeck/cancel/{id}", this::cancel);
        switch (spec.model().kind()) {
            case TEXT -> new TextRoutes(spec.servedName(), requests).add(routing);
            case ENCODER -> new EncoderRoutes(spec.servedName(), requests).add(routing);
            case TENSOR -> new TensorRoutes(spec, requests).add(routing);
        }
    }

    private void admit(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String shown = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        boolean open = request.path().path().equals("/health");
        if (open || MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
            chain.proceed();
        } else {
            fail(
                    request,
                    response,
                    new Problem.Unauthenticated("This worker answers to its own program only."));
        }
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        boolean running = requests.cancel(request.path().pathParameters().get("id"));
        send(response, Json.object().put("cancelled", running));
    }

    private static void unexpected(ServerRequest req, ServerResponse res, RuntimeException e) {
        LOG.error("A request failed in an unexpected way", e);
        fail(req, res, new Problem.Internal("The worker failed. Its log has the cause."));
    }

    private static void fail(ServerRequest request, ServerResponse response, Problem problem) {
        boolean tensors = request.path().path().startsWith("/v2");
        response.status(Status.create(problem.status()));
        send(response, tensors ? OpenInferenceErrors.json(problem) : OpenAiErrors.json(problem));
    }

    static void send(ServerResponse response, ObjectNode json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The body, which must be a JSON object. */
    static ObjectNode body(ServerRequest request) {
        try (InputStream in = request.content().inputStream()) {
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Cancelled("The connection closed before the request was whole."),
                    e);
        }
    }
}
