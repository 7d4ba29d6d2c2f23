package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.TokenLogprob.Alternative;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Log probabilities of a completion: four parallel arrays. {@code text_offset} counts characters
 * (Unicode code points, as Python does) from the start of the choice's text.
 */
final class CompletionLogprobs {

    private CompletionLogprobs() {}

    /**
     * @param offset characters of the choice's text that came before
     */
    static ObjectNode json(List<TokenLogprob> tokens, int offset) {
        ObjectNode json = Json.object();
        ArrayNode texts = json.putArray("tokens");
        ArrayNode values = json.putArray("token_logprobs");
        ArrayNode tops = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        int at = offset;
        for (TokenLogprob token : tokens) {
            texts.add(token.token());
            if (Double.isNaN(token.logprob())) {
                // The first token of an echoed prompt has no probability.
                values.addNull();
                tops.addNull();
            } else {
                values.add(Logprobs.finite(token.logprob()));
                ObjectNode top = tops.addObject();
                for (Alternative other : token.alternatives()) {
                    top.put(other.token(), Logprobs.finite(other.logprob()));
                }
            }
            offsets.add(at);
            at += begun(token.bytes());
        }
        return json;
    }

    /** Null where there are none. */
    static @Nullable List<TokenLogprob> parse(JsonNode logprobs) {
        JsonNode texts = logprobs.path("tokens");
        if (!texts.isArray()) {
            return null;
        }
        List<TokenLogprob> tokens = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.path(i).asString("");
            List<Alternative> others = new ArrayList<>();
            for (Map.Entry<String, JsonNode> other :
                    logprobs.path("top_logprobs").path(i).properties()) {
                String token = other.getKey();
                double value = other.getValue().asDouble(Double.NaN);
                others.add(new Alternative(token, Logprobs.utf8(token), value));
            }
            double value = logprobs.path("token_logprobs").path(i).asDouble(Double.NaN);
            tokens.add(new TokenLogprob(text, Logprobs.utf8(text), value, others));
        }
        return tokens;
    }

    /** Characters of all the tokens together. */
    static int characters(List<TokenLogprob> tokens) {
        return tokens.stream().mapToInt(token -> begun(token.bytes())).sum();
    }

    /** Characters that begin in these UTF-8 bytes: a token may hold half of one. */
    private static int begun(List<Integer> bytes) {
        return (int) bytes.stream().filter(b -> (b & 0xC0) != 0x80).count();
    }
}
