package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.endpoints.EndpointCalls;
import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.Dialect;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls an endpoint in the words of a dialect, bodies in and bodies out, as the HTTP routes do;
 * also for callers in this process (playground, replay), which thus see exactly what goes over the
 * wire.
 */
public final class DialectCalls {

    /**
     * A call.
     *
     * @param door recorded with the call: {@code gateway}, {@code playground}, {@code replay}
     * @param dialect {@code openai-chat}, {@code openai-completions}, {@code openai-embeddings},
     *     {@code classify}, {@code rerank}, {@code databricks}, {@code openinference}
     * @param endpoint its name; empty where the body names it
     * @param body JSON as a client would send it; {@code "stream": true} streams where the dialect
     *     can
     */
    public record Call(
            String door, String dialect, String requester, String endpoint, String body) {}

    /**
     * The end of a call.
     *
     * @param status HTTP status
     * @param body the answer's JSON, or the error in the dialect's shape; for a stream the joined
     *     answer
     * @param servedEntity who answered; empty where nobody did
     * @param latencyMillis as the log has it
     * @param firstTokenMillis until the first piece of a streamed answer, as the log has it; NaN
     *     where none was streamed
     * @param problem what went wrong; null for a success
     * @param usage tokens of the call, as the log has them
     * @param estimated whether they were counted here, as the server told none
     */
    public record Outcome(
            String requestId,
            int status,
            String body,
            String servedEntity,
            double latencyMillis,
            double firstTokenMillis,
            @Nullable Problem problem,
            Usage usage,
            boolean estimated) {

        /** Of a call that streamed nothing. */
        public Outcome(
                String requestId,
                int status,
                String body,
                String servedEntity,
                double latencyMillis,
                @Nullable Problem problem) {
            this(
                    requestId,
                    status,
                    body,
                    servedEntity,
                    latencyMillis,
                    Double.NaN,
                    problem,
                    Usage.NONE,
                    false);
        }
    }

    /** Hears a streamed answer: each event exactly as sent, and the text in it. */
    public interface Stream {
        /** The JSON of one event, without the {@code data:} before it. */
        void event(String json);

        /** Text of the answer in the event just told; whole characters. */
        default void text(int choice, String text) {}

        /** What the model thinks before it answers, in the event just told; whole characters. */
        default void thought(int choice, String thought) {}

        /** Who answers; told before the first event, and also where nothing is streamed. */
        default void routed(String servedEntity) {}

        static Stream none() {
            return json -> {};
        }
    }

    private final EndpointCalls calls;
    private final Map<String, Dialect> dialects;

    public DialectCalls(EndpointCalls calls, List<Dialect> dialects) {
        this.calls = calls;
        Map<String, Dialect> byId = new LinkedHashMap<>();
        dialects.forEach(dialect -> byId.put(dialect.id(), dialect));
        this.dialects = Map.copyOf(byId);
    }

    /** Blocks until the call is over; never throws for a problem. Interrupting cancels. */
    public Outcome call(Call call, Stream stream) {
        return call(call, "", stream);
    }

    /**
     * Calls one served entity of an endpoint, whatever its share of the traffic.
     *
     * @param servedEntity empty to follow the traffic split
     */
    public Outcome call(Call call, String servedEntity, Stream stream) {
        return call(call, servedEntity, "", stream);
    }

    /**
     * As {@link #call(Call, String, Stream)}.
     *
     * @param from the number that the caller gave the call: of one of ours, if it came back
     */
    Outcome call(Call call, String servedEntity, String from, Stream stream) {
        Dialect dialect = dialects.get(call.dialect());
        if (dialect == null) {
            throw EngineException.invalid("There is no dialect \"" + call.dialect() + "\".");
        }
        return new RunningCall(calls, dialect, call, servedEntity, from, stream).run();
    }

    /**
     * Records a call that came to nothing before its body was known: one that was not let in, or
     * whose body was too large or broke off.
     *
     * @return the id under which it is recorded
     */
    String refused(Call call, Problem problem) {
        RequestId id = RequestId.random();
        String endpoint = RunningCall.recorded(call.endpoint());
        CallContext context =
                new CallContext(
                        call.door(),
                        call.dialect(),
                        call.requester(),
                        false,
                        call.body(),
                        result -> "");
        calls.refused(endpoint, id, Instant.now(), context, problem);
        return id.value();
    }
}
