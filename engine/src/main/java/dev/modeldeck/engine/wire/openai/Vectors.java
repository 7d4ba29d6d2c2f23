package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** A vector as an array of numbers, or as the little-endian bytes of its numbers in base 64. */
final class Vectors {

    private Vectors() {}

    static JsonNode json(float[] vector, boolean base64) {
        if (!base64) {
            ArrayNode numbers = Json.array();
            for (float number : vector) {
                numbers.add(number);
            }
            return numbers;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return StringNode.valueOf(Base64.getEncoder().encodeToString(bytes.array()));
    }

    static float[] parse(JsonNode json) {
        if (json.isString()) {
            return parse(json.stringValue());
        }
        float[] vector = new float[json.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = json.get(i).floatValue();
        }
        return vector;
    }

    private static float[] parse(String base64) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    new Problem.Upstream("The server's answer holds a vector that is none.", 502),
                    e);
        }
    }
}
