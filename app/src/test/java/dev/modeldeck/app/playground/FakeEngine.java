package dev.modeldeck.app.playground;

import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Answers chats in pieces, fails on demand, and can wait until it is stopped. */
final class FakeEngine implements Caller {

    static final String ANSWER =
            """
            A **served entity** is one thing that an endpoint serves:

            1. a registered model, at a fixed version
            2. the compute it runs on, `cpu` or a card

            ```python
            client.chat.completions.create(model="chat")
            ```

            | entity | share |
            |---|---|
            | one | 90 % |
            | two | 10 % |
            """;

    final List<DialectCalls.Call> calls = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    volatile boolean broken;
    volatile boolean endless;
    volatile boolean unknown;
    volatile String answer = ANSWER;

    /** What is thought before; empty for nothing. */
    volatile String thought = "";

    /** What is answered where no conversation is; empty for predictions. */
    volatile String body = "";

    /** Asked for where tools are offered; JSON of the list. */
    volatile String toolCalls = "";

    @Override
    public DialectCalls.Outcome call(DialectCalls.Call call, DialectCalls.Stream stream) {
        calls.add(call);
        if (unknown) {
            throw EngineException.invalid("There is no such dialect.");
        }
        if (broken) {
            return new DialectCalls.Outcome(
                    "r1",
                    503,
                    "{}",
                    "",
                    1,
                    new Problem.Unavailable("The endpoint is stopped. Start it first."));
        }
        stream.event("{\"piece\":1}");
        for (String piece : thought.split("(?<= )")) {
            stream.thought(0, piece);
        }
        boolean calling = !toolCalls.isEmpty() && !call.body().contains("tool_call_id");
        for (String piece : (calling ? "" : answer).split("(?<= )")) {
            stream.text(0, piece);
        }
        begun.countDown();
        if (endless) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return new DialectCalls.Outcome("r1", 499, "{}", "one", 1, null);
            }
        }
        if (!body.isEmpty()) {
            return outcome(body, 12, Double.NaN);
        }
        String usual =
                call.dialect().equals("databricks")
                        ? "{\"predictions\":[{\"ok\":0.9375,\"late\":0.0625}]}"
                        : "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"\""
                                + (calling ? ",\"tool_calls\":" + toolCalls : "")
                                + "}}],\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":61}"
                                + (call.body().contains("truncation")
                                        ? ",\"modeldeck\":{\"truncated_tokens\":7}}"
                                        : "}");
        return outcome(usual, 210, 64);
    }

    private static DialectCalls.Outcome outcome(String body, double millis, double first) {
        JsonNode usage = Exchange.parse(body).path("usage");
        Usage tokens =
                new Usage(
                        usage.path("prompt_tokens").asInt(0),
                        usage.path("completion_tokens").asInt(0));
        return new DialectCalls.Outcome("r1", 200, body, "one", millis, first, null, tokens, false);
    }

    static Endpoint endpoint(String name, EndpointState state) {
        ServedEntity entity =
                new ServedEntity(
                        "one",
                        ModelName.parse(name),
                        1,
                        ServedEntity.Compute.cpu(),
                        "",
                        false,
                        Map.of());
        EndpointConfig config =
                new EndpointConfig(
                        1, List.of(entity), List.of(new EndpointConfig.Route("one", 100)));
        return new Endpoint(
                name,
                new EndpointName(name),
                "me",
                "",
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                state,
                config,
                null,
                null,
                List.of());
    }
}
