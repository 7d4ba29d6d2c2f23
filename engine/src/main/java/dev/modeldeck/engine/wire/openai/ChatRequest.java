package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The body of {@code POST /v1/chat/completions}. */
public record ChatRequest(String model, Payload.Chat payload, Streaming streaming)
        implements TextRequest {

    public static ChatRequest parse(ObjectNode body) {
        Fields fields = new Fields(body);
        Refusals.functions(fields);
        TextOptions options = SamplingFields.parse(fields, maxTokens(fields), logprobs(fields));
        List<ChatMessage> messages = ChatMessages.parse(fields);
        int choices = SamplingFields.choices(fields);
        ToolUse tools = ToolFields.parse(fields);
        Streaming streaming = Streaming.parse(fields);
        return new ChatRequest(
                fields.text("model", ""),
                new Payload.Chat(
                        messages, choices, options.withExtras(ExtraFields.parse(fields)), tools),
                streaming);
    }

    @Override
    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        body.set("messages", ChatMessages.json(payload.messages()));
        TextOptions options = payload.options();
        if (payload.choices() != 1) {
            body.put("n", payload.choices());
        }
        if (options.maxTokens() != null) {
            // Deprecated by OpenAI in favour of max_completion_tokens, which many servers ignore.
            body.put("max_tokens", options.maxTokens());
        }
        SamplingFields.write(body, options);
        if (options.logprobs() != null) {
            body.put("logprobs", true).put("top_logprobs", options.logprobs());
        }
        ToolFields.write(body, payload.tools());
        streaming.write(body);
        ExtraFields.write(body, options.extras());
        return body;
    }

    private static @Nullable Integer maxTokens(Fields fields) {
        Integer newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        Integer older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        return newer != null ? newer : older;
    }

    private static @Nullable Integer logprobs(Fields fields) {
        boolean wanted = fields.flag("logprobs");
        Integer alternatives = fields.integer("top_logprobs", 0, Logprobs.MOST_ALTERNATIVES);
        if (alternatives != null && alternatives > 0 && !wanted) {
            throw Fields.wrong("top_logprobs", "needs \"logprobs\": true.");
        }
        return wanted ? (alternatives == null ? Integer.valueOf(0) : alternatives) : null;
    }
}
