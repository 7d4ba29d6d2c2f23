package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ServerTimings;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;

/**
 * What servers add to an answer of how long they took: llama.cpp's {@code timings} in milliseconds,
 * LM Studio's {@code stats} and the times in Groq's {@code usage} in seconds.
 */
final class Timings {

    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private Timings() {}

    /** Null where there are none. */
    static @Nullable ServerTimings parse(JsonNode answer) {
        JsonNode timings = answer.path("timings");
        if (timings.isObject()) {
            return ServerTimings.of(
                    null,
                    null,
                    duration(timings.path("prompt_ms"), MILLI),
                    duration(timings.path("predicted_ms"), MILLI));
        }
        JsonNode stats = answer.path("stats");
        if (stats.isObject()) {
            return ServerTimings.of(
                    null,
                    null,
                    duration(stats.path("time_to_first_token"), SECOND),
                    duration(stats.path("generation_time"), SECOND));
        }
        JsonNode usage = answer.path("usage");
        return ServerTimings.of(
                duration(usage.path("queue_time"), SECOND),
                null,
                duration(usage.path("prompt_time"), SECOND),
                duration(usage.path("completion_time"), SECOND));
    }

    private static @Nullable Duration duration(JsonNode number, double nanos) {
        return number.isNumber() && number.asDouble() >= 0
                ? Duration.ofNanos(Math.round(number.asDouble() * nanos))
                : null;
    }
}
