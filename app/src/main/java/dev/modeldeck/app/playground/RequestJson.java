package dev.modeldeck.app.playground;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** A turn as the body of a request in OpenAI's protocol; only what was set is sent. */
final class RequestJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RequestJson() {}

    /** A message of the conversation so far. */
    record Message(String role, String content) {}

    static String chat(String endpoint, List<Message> messages, Parameters parameters) {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint);
        ArrayNode list = body.putArray("messages");
        if (!parameters.system().isBlank()) {
            list.addObject().put("role", "system").put("content", parameters.system());
        }
        for (Message message : messages) {
            list.addObject().put("role", message.role()).put("content", message.content());
        }
        return finish(body, parameters);
    }

    static String completion(String endpoint, String prompt, Parameters parameters) {
        return finish(
                JSON.createObjectNode().put("model", endpoint).put("prompt", prompt), parameters);
    }

    private static String finish(ObjectNode body, Parameters set) {
        put(body, "temperature", set.temperature());
        put(body, "top_p", set.topP());
        put(body, "top_k", set.topK());
        put(body, "min_p", set.minP());
        put(body, "max_tokens", set.maxTokens());
        put(body, "repetition_penalty", set.repetitionPenalty());
        put(body, "presence_penalty", set.presencePenalty());
        put(body, "frequency_penalty", set.frequencyPenalty());
        put(body, "seed", set.seed());
        if (!set.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            set.stop().forEach(stop::add);
        }
        if (set.stream()) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private static void put(ObjectNode body, String key, @Nullable Number value) {
        if (value instanceof Double number) {
            body.put(key, number);
        } else if (value != null) {
            body.put(key, value.longValue());
        }
    }
}
