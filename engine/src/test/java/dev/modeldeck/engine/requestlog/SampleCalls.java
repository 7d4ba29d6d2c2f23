package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.inference.WireFacts;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Calls for tests of the log. */
final class SampleCalls {

    static final CallMeasures MEASURES =
            new CallMeasures(
                    Duration.ofMillis(20),
                    Duration.ofMillis(90),
                    new WireFacts(Duration.ofMillis(3), 120, 4500, 1),
                    true);

    static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    private SampleCalls() {}

    static CallRecord call(String endpoint, int status, String request, String answer) {
        return record(
                endpoint,
                status,
                null,
                request,
                answer,
                new InferenceResult.Text(List.of(), new Usage(5, 8)),
                null);
    }

    static CallRecord failed(Problem problem, String partial) {
        return record("chat", problem.status(), problem, "q", "", null, partial);
    }

    static CallRecord record(
            String endpoint,
            int status,
            @Nullable Problem problem,
            String request,
            String answer,
            @Nullable InferenceResult result,
            @Nullable String partial) {
        return record(endpoint, status, problem, request, r -> answer, result, partial);
    }

    static CallRecord record(
            String endpoint,
            int status,
            @Nullable Problem problem,
            String request,
            Function<InferenceResult, String> answer,
            @Nullable InferenceResult result,
            @Nullable String partial) {
        return new CallRecord(
                RequestId.random(),
                START,
                new CallContext("gateway", "openai", "me", true, request, answer),
                endpoint,
                endpoint + "-1",
                status,
                problem,
                Duration.ofMillis(1500),
                Duration.ofMillis(10),
                Duration.ofMillis(250),
                new Usage(5, 8),
                result,
                partial,
                MEASURES);
    }
}
