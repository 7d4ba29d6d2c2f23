package dev.modeldeck.engine.wire.openinference;

import dev.modeldeck.engine.inference.Tensor.Data;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * BYTES: strings, or base64 (said by the parameter {@code content_type}) where they are no text.
 */
final class TextValues {

    private TextValues() {}

    static Data.Strings parse(String name, List<JsonNode> values, boolean base64) {
        List<ByteBuffer> all = new ArrayList<>(values.size());
        for (JsonNode value : values) {
            if (!value.isString()) {
                throw Fields.wrong(name, "is of BYTES, so its values must be strings.");
            }
            all.add(ByteBuffer.wrap(base64 ? decode(name, value) : utf8(value)));
        }
        return new Data.Strings(all);
    }

    static boolean isText(Data.Strings strings) {
        for (ByteBuffer value : strings.values()) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(value.duplicate());
            } catch (CharacterCodingException notText) {
                return false;
            }
        }
        return true;
    }

    static ArrayNode json(Data.Strings strings) {
        ArrayNode array = Json.array();
        strings.values()
                .forEach(v -> array.add(StandardCharsets.UTF_8.decode(v.duplicate()).toString()));
        return array;
    }

    static ArrayNode base64(Data.Strings strings) {
        ArrayNode array = Json.array();
        for (ByteBuffer value : strings.values()) {
            ByteBuffer encoded = Base64.getEncoder().encode(value.duplicate());
            array.add(StandardCharsets.ISO_8859_1.decode(encoded).toString());
        }
        return array;
    }

    private static byte[] utf8(JsonNode value) {
        return Json.wholeCharacters(value.stringValue()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decode(String name, JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.stringValue());
        } catch (IllegalArgumentException e) {
            throw Fields.wrong(name, "says it is base64, but is not.");
        }
    }
}
