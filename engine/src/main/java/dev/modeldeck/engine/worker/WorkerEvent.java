package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.inference.speed.SpeedJson;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.text.TextQuality;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** What a worker tells its parent on standard output: one JSON object a line. */
sealed interface WorkerEvent {

    String json();

    /** Loading goes on; fraction from 0 to 1, negative where unknown. */
    record Progress(double fraction, String what) implements WorkerEvent {
        @Override
        public String json() {
            return Json.write(event("progress").put("fraction", fraction).put("what", what));
        }
    }

    /** Answers on this port of 127.0.0.1. */
    record Ready(int port) implements WorkerEvent {
        @Override
        public String json() {
            return Json.write(event("ready").put("port", port));
        }
    }

    /** What was asked for is measured; the process ends. */
    record Measured(TextQuality.Figures figures) implements WorkerEvent {
        @Override
        public String json() {
            return Json.write(
                    event("measured")
                            .put("tokens", figures.tokens())
                            .put("text_tokens", figures.textTokens())
                            .put("perplexity", figures.perplexity())
                            .put("divergence", figures.divergence())
                            .put("divergence_99", figures.divergence99())
                            .put("same_top", figures.sameTop())
                            .put("memory", figures.memoryBytes()));
        }
    }

    /** How fast the model is, which was all that was asked; the process ends. */
    record Timed(ModelSpeed speed) implements WorkerEvent {
        @Override
        public String json() {
            return Json.write(event("timed").set("speed", SpeedJson.of(speed)));
        }
    }

    /** What was asked for cannot be done; the process ends. */
    record Failed(Problem problem) implements WorkerEvent {
        @Override
        public String json() {
            return Json.write(
                    event("failed").put("code", problem.code()).put("message", problem.message()));
        }
    }

    /** Reads a line; empty where it is none of ours (libraries print to standard output, too). */
    static Optional<WorkerEvent> parse(String line) {
        if (!line.startsWith("{\"event\":")) {
            return Optional.empty();
        }
        try {
            return parse(Json.parseObject(line));
        } catch (EngineException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<WorkerEvent> parse(ObjectNode json) {
        return switch (json.path("event").asString("")) {
            case "progress" ->
                    Optional.of(
                            new Progress(
                                    json.path("fraction").asDouble(-1),
                                    json.path("what").asString("")));
            case "ready" -> Optional.of(new Ready(json.path("port").asInt(0)));
            case "measured" -> Optional.of(new Measured(figures(json)));
            case "timed" -> Optional.of(new Timed(SpeedJson.read(json.path("speed"))));
            case "failed" ->
                    Optional.of(
                            new Failed(
                                    problem(
                                            json.path("code").asString(""),
                                            json.path("message").asString(""))));
            default -> Optional.empty();
        };
    }

    private static TextQuality.Figures figures(ObjectNode json) {
        return new TextQuality.Figures(
                json.path("tokens").asInt(),
                json.path("text_tokens").asInt(),
                json.path("perplexity").asDouble(),
                json.path("divergence").asDouble(),
                json.path("divergence_99").asDouble(),
                json.path("same_top").asDouble(),
                json.path("memory").asLong());
    }

    private static Problem problem(String code, String message) {
        return switch (code) {
            case "INVALID_PARAMETER_VALUE" -> new Problem.Invalid(message);
            case "UNSUPPORTED" -> new Problem.Unsupported(message);
            case "DATA_LOSS" -> new Problem.Damaged(message, "");
            case "TEMPORARILY_UNAVAILABLE" -> new Problem.Unavailable(message);
            default -> new Problem.Internal(message);
        };
    }

    private static ObjectNode event(String name) {
        return Json.object().put("event", name);
    }
}
