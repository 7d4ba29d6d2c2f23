package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.util.ArrayList;
import java.util.List;

/** A prompt as a string, an array of strings, an array of token ids, or an array of such arrays. */
final class Prompts {

    private static final int MOST = 2048;

    private Prompts() {}

    static List<Prompt> parse(Fields fields, String key) {
        return parse(fields, key, false);
    }

    /** The same, where an item of the array may also be a pair of strings. */
    static List<Prompt> orPairs(Fields fields, String key) {
        return parse(fields, key, true);
    }

    private static List<Prompt> parse(Fields fields, String key, boolean pairs) {
        JsonNode value = fields.get(key);
        if (value == null) {
            throw wrong(key);
        }
        if (value.isString()) {
            return List.of(text(value));
        }
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(key);
        }
        if (value.get(0).isNumber()) {
            return List.of(tokens(value, key));
        }
        if (value.size() > MOST) {
            throw Fields.wrong(key, "holds more than " + MOST + " prompts; send fewer at once.");
        }
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode item : value) {
            prompts.add(
                    item.isString()
                            ? text(item)
                            : pairs && isPair(item) ? pair(item) : tokens(item, key));
        }
        return prompts;
    }

    private static boolean isPair(JsonNode item) {
        return item.isArray()
                && item.size() == 2
                && item.get(0).isString()
                && item.get(1).isString();
    }

    /** One prompt is written bare: not every server takes a list. */
    static JsonNode json(List<Prompt> prompts) {
        ArrayNode array = Json.array();
        for (Prompt prompt : prompts) {
            switch (prompt) {
                case Prompt.Text(String text) -> array.add(text);
                case Prompt.Pair(String first, String second) ->
                        array.addArray().add(first).add(second);
                case Prompt.Tokens(List<Integer> ids) -> {
                    ArrayNode tokens = array.addArray();
                    ids.forEach(tokens::add);
                }
            }
        }
        return array.size() == 1 ? array.get(0) : array;
    }

    private static Prompt.Text text(JsonNode item) {
        return new Prompt.Text(Json.wholeCharacters(item.stringValue()));
    }

    private static Prompt.Pair pair(JsonNode item) {
        return new Prompt.Pair(text(item.get(0)).text(), text(item.get(1)).text());
    }

    private static Prompt.Tokens tokens(JsonNode array, String key) {
        if (!array.isArray() || array.isEmpty()) {
            throw wrong(key);
        }
        List<Integer> ids = new ArrayList<>(array.size());
        for (JsonNode id : array) {
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw wrong(key);
            }
            ids.add(id.intValue());
        }
        return new Prompt.Tokens(ids);
    }

    private static RuntimeException wrong(String key) {
        return Fields.wrong(
                key,
                "is required: a string, an array of strings, an array of token ids, or an array of"
                        + " arrays of token ids.");
    }
}
