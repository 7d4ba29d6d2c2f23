package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;

/**
 * What servers add to an answer of how long they took: llama.cpp's {@code timings} in milliseconds,
 * LM Studio's {@code stats} and the times in Groq's {@code usage} in seconds, and what a Modeldeck
 * passes on of them.
 */
final class Timings {

    private static final String QUEUE = "queue_ms";
    private static final String LOAD = "load_ms";
    private static final String PROMPT = "prompt_ms";
    private static final String GENERATION = "generation_ms";
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private Timings() {}

    /** Null where there are none. */
    static @Nullable ServerTimings parse(JsonNode answer) {
        JsonNode own = answer.path("modeldeck").path("server_timings");
        if (own.isObject()) {
            return ServerTimings.of(
                    duration(own.path(QUEUE), MILLI),
                    duration(own.path(LOAD), MILLI),
                    duration(own.path(PROMPT), MILLI),
                    duration(own.path(GENERATION), MILLI));
        }
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

    /** In milliseconds, in an object of our own. */
    static ObjectNode json(ServerTimings timings) {
        ObjectNode json = Json.object();
        put(json, QUEUE, timings.queue());
        put(json, LOAD, timings.load());
        put(json, PROMPT, timings.prompt());
        put(json, GENERATION, timings.generation());
        return json;
    }

    private static void put(ObjectNode json, String key, @Nullable Duration duration) {
        if (duration != null) {
            json.put(key, duration.toNanos() / MILLI);
        }
    }

    private static @Nullable Duration duration(JsonNode number, double nanos) {
        return number.isNumber() && number.asDouble() >= 0
                ? Duration.ofNanos(Math.round(number.asDouble() * nanos))
                : null;
    }
}
