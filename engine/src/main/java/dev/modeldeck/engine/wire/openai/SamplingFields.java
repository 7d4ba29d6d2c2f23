package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Extras;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The sampling parameters that chat and completions share. */
final class SamplingFields {

    static final int MOST_CHOICES = 128;
    private static final int MOST_STOPS = 16;

    private SamplingFields() {}

    static TextOptions parse(
            Fields fields, @Nullable Integer maxTokens, @Nullable Integer logprobs) {
        return new TextOptions(
                maxTokens,
                fields.number("temperature", 0, 2),
                fields.number("top_p", 0, 1),
                topK(fields),
                fields.number("min_p", 0, 1),
                repetition(fields),
                fields.number("presence_penalty", -2, 2),
                fields.number("frequency_penalty", -2, 2),
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                stops(fields),
                logprobs,
                FormFields.parse(fields),
                TruncationFields.parse(fields),
                Extras.none());
    }

    static int choices(Fields fields) {
        Integer n = fields.integer("n", 1, MOST_CHOICES);
        return n == null ? 1 : n;
    }

    static void write(ObjectNode body, TextOptions options) {
        put(body, "temperature", options.temperature());
        put(body, "top_p", options.topP());
        put(body, "min_p", options.minP());
        put(body, "repetition_penalty", options.repetitionPenalty());
        put(body, "presence_penalty", options.presencePenalty());
        put(body, "frequency_penalty", options.frequencyPenalty());
        if (options.topK() != null) {
            body.put("top_k", options.topK());
        }
        if (options.seed() != null) {
            body.put("seed", options.seed());
        }
        if (!options.stop().isEmpty()) {
            ArrayNode stops = Json.array();
            options.stop().forEach(stops::add);
            body.set("stop", stops);
        }
        FormFields.write(body, options.form());
        TruncationFields.write(body, options.truncation());
    }

    private static @Nullable Integer topK(Fields fields) {
        Integer topK = fields.integer("top_k", -1, Integer.MAX_VALUE);
        // vLLM's clients write -1 for "all".
        return topK == null ? null : Math.max(0, topK);
    }

    private static @Nullable Double repetition(Fields fields) {
        Double penalty = fields.number("repetition_penalty", 0, 10);
        if (penalty != null && penalty == 0) {
            throw Fields.wrong("repetition_penalty", "must be greater than 0; 1 is neutral.");
        }
        return penalty;
    }

    private static List<String> stops(Fields fields) {
        List<String> stops = fields.texts("stop");
        if (stops.size() > MOST_STOPS) {
            throw Fields.wrong("stop", "takes at most " + MOST_STOPS + " texts.");
        }
        if (stops.stream().anyMatch(String::isEmpty)) {
            throw Fields.wrong("stop", "must not hold an empty text.");
        }
        return stops;
    }

    private static void put(ObjectNode body, String key, @Nullable Double value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}
