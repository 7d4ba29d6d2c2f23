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

    /**
     * A message of the conversation so far.
     *
     * @param pictures as {@code data:} URLs
     * @param calls that an answer asked for
     * @param callId which of them a tool's message answers; empty for others
     */
    record Message(
            String role,
            String content,
            List<String> pictures,
            List<ToolCall> calls,
            String callId) {

        Message(String role, String content) {
            this(role, content, List.of(), List.of(), "");
        }

        private void write(ArrayNode to) {
            ObjectNode json = to.addObject().put("role", role);
            if (pictures.isEmpty()) {
                json.put("content", content);
            } else {
                parts(json.putArray("content"));
            }
            if (!calls.isEmpty()) {
                ArrayNode list = json.putArray("tool_calls");
                for (ToolCall call : calls) {
                    list.addObject()
                            .put("id", call.id())
                            .put("type", "function")
                            .putObject("function")
                            .put("name", call.name())
                            .put("arguments", call.arguments());
                }
            }
            if (!callId.isEmpty()) {
                json.put("tool_call_id", callId);
            }
        }

        private void parts(ArrayNode parts) {
            pictures.forEach(url ->
                    parts.addObject()
                            .put("type", "image_url")
                            .putObject("image_url")
                            .put("url", url));
            if (!content.isEmpty()) {
                parts.addObject().put("type", "text").put("text", content);
            }
        }
    }

    static String chat(String endpoint, List<Message> messages, Parameters parameters) {
        ObjectNode body = JSON.createObjectNode().put("model", endpoint);
        ArrayNode list = body.putArray("messages");
        if (!parameters.system().isBlank()) {
            new Message("system", parameters.system()).write(list);
        }
        messages.forEach(message -> message.write(list));
        tools(body, parameters.shape().sent());
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
        format(body, set.shape().sent());
        if (set.shorten()) {
            body.put("truncation", "auto");
        }
        if (set.stream()) {
            body.put("stream", true);
            body.putObject("stream_options").put("include_usage", true);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private static void format(ObjectNode body, Shape shape) {
        switch (shape.format()) {
            case TEXT -> {}
            case JSON -> body.putObject("response_format").put("type", "json_object");
            case SCHEMA ->
                    body.putObject("response_format")
                            .put("type", "json_schema")
                            .putObject("json_schema")
                            .put("name", "answer")
                            .put("strict", true)
                            .set("schema", JSON.readTree(shape.schema()));
        }
    }

    private static void tools(ObjectNode body, Shape shape) {
        if (!shape.tools().isBlank()) {
            body.set("tools", JSON.readTree(shape.tools()));
        }
    }

    private static void put(ObjectNode body, String key, @Nullable Number value) {
        if (value instanceof Double number) {
            body.put(key, number);
        } else if (value != null) {
            body.put(key, value.longValue());
        }
    }
}
