package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * How tokens are chosen, with nothing left open: the request's word, else the model's, else
 * neutral.
 */
record SamplingOptions(
        double temperature,
        double topP,
        int topK,
        double minP,
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty) {

    static SamplingOptions of(TextOptions asked, JsonNode generationConfig) {
        boolean greedyModel =
                generationConfig.hasNonNull("do_sample")
                        && !generationConfig.path("do_sample").asBoolean(true);
        double temperature = greedyModel ? 0 : generationConfig.path("temperature").asDouble(1);
        return new SamplingOptions(
                within("temperature", or(asked.temperature(), temperature), 0, 100),
                within("top_p", or(asked.topP(), generationConfig, "top_p", 1), 0, 1),
                asked.topK() != null
                        ? Math.max(0, asked.topK())
                        : generationConfig.path("top_k").asInt(0),
                within("min_p", or(asked.minP(), generationConfig, "min_p", 0), 0, 1),
                positive(
                        "repetition_penalty",
                        or(asked.repetitionPenalty(), generationConfig, "repetition_penalty", 1)),
                within("presence_penalty", or(asked.presencePenalty(), 0), -100, 100),
                within("frequency_penalty", or(asked.frequencyPenalty(), 0), -100, 100));
    }

    private static double or(@Nullable Double asked, double otherwise) {
        return asked != null ? asked : otherwise;
    }

    private static double or(
            @Nullable Double asked, JsonNode config, String key, double otherwise) {
        return or(asked, config.path(key).asDouble(otherwise));
    }

    private static double within(String name, double value, double low, double high) {
        if (value >= low && value <= high) {
            return value;
        }
        throw new EngineException(
                new Problem.Invalid(
                        "%s is %s; it must lie between %s and %s."
                                .formatted(name, value, low, high),
                        name));
    }

    private static double positive(String name, double value) {
        if (value > 0 && value < 100) {
            return value;
        }
        throw new EngineException(
                new Problem.Invalid(
                        "%s is %s; it must be greater than 0 and less than 100."
                                .formatted(name, value),
                        name));
    }
}
