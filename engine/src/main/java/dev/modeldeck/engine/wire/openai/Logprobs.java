package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.TokenLogprob.Alternative;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Log probabilities of a chat: {@code {"content": [{token, logprob, bytes, top_logprobs}]}}. */
public final class Logprobs {

    /** What OpenAI writes for an impossible token: JSON has no minus infinity. */
    static final double IMPOSSIBLE = -9999;

    /** Alternatives of a token that OpenAI gives at most. */
    static final int MOST_ALTERNATIVES = 20;

    private Logprobs() {}

    static ObjectNode json(List<TokenLogprob> tokens) {
        ObjectNode json = Json.object();
        ArrayNode content = json.putArray("content");
        for (TokenLogprob token : tokens) {
            ObjectNode entry = entry(content, token.token(), token.bytes(), token.logprob());
            ArrayNode top = entry.putArray("top_logprobs");
            for (Alternative other : token.alternatives()) {
                entry(top, other.token(), other.bytes(), other.logprob());
            }
        }
        json.putNull("refusal");
        return json;
    }

    /** Null where there are none. */
    static @Nullable List<TokenLogprob> parse(JsonNode logprobs) {
        JsonNode content = logprobs.path("content");
        if (!content.isArray()) {
            return null;
        }
        return entries(content);
    }

    /** The tokens of an array that is empty or missing where there are none. */
    public static List<TokenLogprob> entries(JsonNode content) {
        List<TokenLogprob> tokens = new ArrayList<>();
        for (JsonNode entry : content) {
            List<Alternative> others = new ArrayList<>();
            for (JsonNode other : entry.path("top_logprobs")) {
                others.add(new Alternative(token(other), bytes(other), logprob(other)));
            }
            tokens.add(new TokenLogprob(token(entry), bytes(entry), logprob(entry), others));
        }
        return tokens;
    }

    static List<Integer> utf8(String token) {
        List<Integer> bytes = new ArrayList<>();
        for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(Byte.toUnsignedInt(b));
        }
        return bytes;
    }

    /** Finite, as JSON needs it. */
    static double finite(double logprob) {
        return Double.isFinite(logprob) ? logprob : IMPOSSIBLE;
    }

    private static ObjectNode entry(
            ArrayNode array, String token, List<Integer> bytes, double logprob) {
        ObjectNode entry = array.addObject().put("token", token).put("logprob", finite(logprob));
        ArrayNode written = entry.putArray("bytes");
        bytes.forEach(written::add);
        return entry;
    }

    private static String token(JsonNode entry) {
        return entry.path("token").asString("");
    }

    private static double logprob(JsonNode entry) {
        return entry.path("logprob").asDouble(Double.NaN);
    }

    private static List<Integer> bytes(JsonNode entry) {
        JsonNode bytes = entry.path("bytes");
        if (!bytes.isArray()) {
            return utf8(token(entry));
        }
        List<Integer> values = new ArrayList<>(bytes.size());
        bytes.forEach(value -> values.add(value.asInt(0)));
        return values;
    }
}
