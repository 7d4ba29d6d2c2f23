package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * What an answer says about itself, in an object of our own beside OpenAI's keys: {@code
 * {"modeldeck": {"truncated_tokens": 12, "schema_not_enforced": ["#/not"], "ignored_parameters":
 * ["logit_bias"]}}}.
 */
final class Notes {

    private static final String KEY = "modeldeck";
    private static final String NOT_HELD = "schema_not_enforced";
    private static final String IGNORED = "ignored_parameters";
    private static final String TIMINGS = "server_timings";
    private static final String ASSUMED = "assumed_parameters";
    private static final String SERVED = "served_by";
    private static final String ESTIMATED = "estimated_usage";

    private Notes() {}

    /** Adds nothing where there is nothing to say. */
    static void write(ObjectNode answer, AnswerNotes notes) {
        if (notes.none()) {
            return;
        }
        ObjectNode json = Json.object();
        if (notes.truncatedTokens() > 0) {
            json.put("truncated_tokens", notes.truncatedTokens());
        }
        put(json, NOT_HELD, notes.notHeld());
        put(json, IGNORED, notes.ignored());
        put(json, ASSUMED, notes.assumed());
        if (!notes.served().isEmpty()) {
            json.put(SERVED, notes.served());
        }
        if (notes.estimated()) {
            json.put(ESTIMATED, true);
        }
        answer.set(KEY, json);
    }

    /** Adds what a server behind us says that it took, in milliseconds. */
    static void write(ObjectNode answer, @Nullable ServerTimings timings) {
        if (timings != null) {
            answer.withObject("/" + KEY).set(TIMINGS, Timings.json(timings));
        }
    }

    static AnswerNotes parse(JsonNode answer) {
        JsonNode json = answer.path(KEY);
        if (!json.isObject()) {
            return AnswerNotes.NONE;
        }
        return new AnswerNotes(
                json.path("truncated_tokens").asInt(0),
                texts(json.path(NOT_HELD)),
                texts(json.path(IGNORED)),
                texts(json.path(ASSUMED)),
                json.path(SERVED).asString(""),
                json.path(ESTIMATED).asBoolean(false));
    }

    private static void put(ObjectNode json, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = json.putArray(key);
            texts.forEach(array::add);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
