package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Truncation;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a text that a caller has set, by the names that most servers give them: for
 * protocols that have no names of their own for all of them.
 */
public final class SetOptions {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SetOptions() {}

    /** Those that are numbers or texts, and the ones that have no name here, as they came. */
    public static Map<String, JsonNode> values(TextOptions options) {
        Map<String, JsonNode> set = new LinkedHashMap<>();
        put(set, "max_tokens", options.maxTokens());
        put(set, "temperature", options.temperature());
        put(set, "top_p", options.topP());
        put(set, "top_k", options.topK());
        put(set, "min_p", options.minP());
        put(set, "repetition_penalty", options.repetitionPenalty());
        put(set, "presence_penalty", options.presencePenalty());
        put(set, "frequency_penalty", options.frequencyPenalty());
        put(set, "seed", options.seed());
        if (!options.stop().isEmpty()) {
            ArrayNode texts = JSON.arrayNode();
            options.stop().forEach(texts::add);
            set.put("stop", texts);
        }
        set.putAll(options.extras().parameters());
        return set;
    }

    /** Names of those that ask more of the server than a value would tell. */
    public static List<String> demands(TextOptions options) {
        List<String> demands = new ArrayList<>();
        if (!options.form().free()) {
            demands.add("response_format");
        }
        if (options.logprobs() != null) {
            demands.add("logprobs");
        }
        if (!options.truncation().equals(Truncation.none())) {
            demands.add("truncation");
        }
        return demands;
    }

    /**
     * Names of what was asked for and has no word in a protocol, and of what messages say beyond.
     */
    public static List<String> wordless(Payload.Chat chat, Map<String, Boolean> asked) {
        List<String> names = new ArrayList<>(chat.otherFields());
        asked.forEach((name, is) -> {
            if (is) {
                names.add(name);
            }
        });
        return names;
    }

    private static void put(Map<String, JsonNode> set, String name, @Nullable Number value) {
        switch (value) {
            case null -> {}
            case Double decimal -> set.put(name, JSON.numberNode(decimal));
            default -> set.put(name, JSON.numberNode(value.longValue()));
        }
    }
}
