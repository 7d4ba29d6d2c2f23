package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.EndpointCalls;
import dev.modeldeck.engine.gateway.DialectCalls.Call;
import dev.modeldeck.engine.gateway.DialectCalls.Outcome;
import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.Dialect;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** One call from its body to its answer; on one thread. */
final class RunningCall {

    private static final int LONGEST_NAME = 100;

    private final RequestId id = RequestId.random();
    private final Instant startedAt = Instant.now();
    private final long started = System.nanoTime();
    private final EndpointCalls calls;
    private final Dialect dialect;
    private final Call call;
    private final String wantedEntity;
    private final String from;
    private final DialectCalls.Stream stream;

    private String endpoint;
    private String servedEntity = "";
    private Dialect.@Nullable Events events;

    RunningCall(
            EndpointCalls calls,
            Dialect dialect,
            Call call,
            String wantedEntity,
            String from,
            DialectCalls.Stream stream) {
        this.calls = calls;
        this.dialect = dialect;
        this.call = call;
        this.wantedEntity = wantedEntity;
        this.from = from;
        this.stream = stream;
        this.endpoint = call.endpoint();
    }

    Outcome run() {
        Dialect.Asked asked;
        try {
            asked = read();
        } catch (EngineException e) {
            calls.refused(endpoint, id, startedAt, context(false, result -> ""), e.problem());
            return failed(e.problem());
        }
        try {
            return succeeded(asked);
        } catch (EngineException e) {
            return failed(e.problem());
        }
    }

    private Dialect.Asked read() {
        if (!endpoint.isEmpty()) {
            limitName();
            calls.requireKnown(endpoint); // nothing sent to nowhere needs mending before that
        }
        ObjectNode body = Json.parseObject(call.body());
        if (endpoint.isEmpty()) {
            endpoint = dialect.endpoint(body);
            limitName();
        }
        if (endpoint.isEmpty()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "\"model\" is required: the name of the endpoint to be asked.",
                            "model"));
        }
        return dialect.read(body);
    }

    private void limitName() {
        if (endpoint.length() > LONGEST_NAME) {
            endpoint = recorded(endpoint);
            throw EngineException.notFound("There is no endpoint of such a long name.");
        }
    }

    /** A name is recorded with the call: one that is longer is none, whatever else it is. */
    static String recorded(String endpoint) {
        return endpoint.substring(0, Math.min(endpoint.length(), LONGEST_NAME));
    }

    private Outcome succeeded(Dialect.Asked asked) {
        EndpointCalls.Answer answer =
                calls.call(
                        new EndpointCalls.Addressee(endpoint, wantedEntity, from),
                        new InferenceRequest(id, asked.payload()),
                        context(
                                asked.streamed(),
                                result -> Json.write(asked.answer(stamp(), result))),
                        this::routed,
                        asked.streamed() ? streaming(asked) : ChunkListener.none());
        InferenceResult result = answer.result();
        if (asked.streamed()) {
            events(asked).end(result).forEach(event -> stream.event(Json.write(event)));
        }
        Duration firstToken = answer.call().timeToFirstToken();
        return new Outcome(
                id.value(),
                200,
                Json.write(asked.answer(stamp(), result)),
                servedEntity,
                millis(answer.call().latency()),
                firstToken == null ? Double.NaN : millis(firstToken),
                null,
                answer.call().usage(),
                answer.call().measures().estimated());
    }

    private ChunkListener streaming(Dialect.Asked asked) {
        return chunk -> {
            events(asked).chunk(chunk).forEach(event -> stream.event(Json.write(event)));
            stream.thought(chunk.choice(), chunk.thought());
            stream.text(chunk.choice(), chunk.text());
        };
    }

    private Dialect.Events events(Dialect.Asked asked) {
        if (events == null) {
            events = asked.events(stamp());
        }
        return events;
    }

    private void routed(String entity) {
        servedEntity = entity;
        stream.routed(entity);
    }

    private Dialect.Stamp stamp() {
        return new Dialect.Stamp(id, startedAt, endpoint, servedEntity);
    }

    private CallContext context(boolean streamed, Function<InferenceResult, String> answerBody) {
        return new CallContext(
                call.door(), dialect.id(), call.requester(), streamed, call.body(), answerBody);
    }

    private Outcome failed(Problem problem) {
        return new Outcome(
                id.value(),
                problem.status(),
                Json.write(dialect.error(problem)),
                servedEntity,
                (System.nanoTime() - started) / 1e6,
                problem);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
