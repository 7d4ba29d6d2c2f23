package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Collectors;

/** Where a server elsewhere says that the time of an answer went: beside our own stopwatch. */
public final class ServerSays {

    /** In the order in which they come to pass; as the gateway's answers have them. */
    private static final List<String> STEPS = List.of("queue", "load", "prompt", "generation");

    private ServerSays() {}

    /** In words, as an answer has it; empty where the server tells nothing. */
    public static String of(JsonNode answer) {
        JsonNode timings = answer.at("/modeldeck/server_timings");
        return STEPS.stream()
                .filter(step -> timings.path(step + "_ms").isNumber())
                .map(step ->
                        Texts.common()
                                .get(
                                        "server." + step,
                                        Formats.millis(timings.path(step + "_ms").asDouble())))
                .collect(Collectors.joining(", "));
    }
}
