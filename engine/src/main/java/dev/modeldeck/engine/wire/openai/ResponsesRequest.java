package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.AnswerForm;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse;
import dev.modeldeck.engine.inference.ToolUse.Choice;
import dev.modeldeck.engine.inference.Truncation;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.SetOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /v1/responses} for a chat, streamed. The server is asked to keep nothing.
 */
public record ResponsesRequest(String model, Payload.Chat payload) {

    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode input = body.putArray("input");
        payload.messages().forEach(message -> write(input, message));
        TextOptions options = payload.options();
        if (options.maxTokens() != null) {
            body.put("max_output_tokens", options.maxTokens());
        }
        if (options.temperature() != null) {
            body.put("temperature", options.temperature());
        }
        if (options.topP() != null) {
            body.put("top_p", options.topP());
        }
        if (options.logprobs() != null) {
            body.put("top_logprobs", options.logprobs())
                    .putArray("include")
                    .add("message.output_text.logprobs");
        }
        if (options.truncation() instanceof Truncation.OldestTurns) {
            body.put("truncation", "auto");
        }
        form(body, options.form());
        tools(body, payload.tools());
        extras(body, options.extras().parameters());
        return body.put("store", false).put("stream", true);
    }

    /** The names of parameters for which this protocol has no word. */
    public List<String> ignored() {
        TextOptions options = payload.options();
        Map<String, Boolean> asked = new LinkedHashMap<>();
        asked.put("n", payload.choices() != 1);
        asked.put("top_k", options.topK() != null);
        asked.put("min_p", options.minP() != null);
        asked.put("repetition_penalty", options.repetitionPenalty() != null);
        asked.put("presence_penalty", options.presencePenalty() != null);
        asked.put("frequency_penalty", options.frequencyPenalty() != null);
        asked.put("seed", options.seed() != null);
        asked.put("stop", !options.stop().isEmpty());
        asked.put("truncate_prompt_tokens", options.truncation() instanceof Truncation.LastTokens);
        asked.put(
                FormWords.KEY,
                switch (options.form()) {
                    case AnswerForm.Free _, AnswerForm.AnyObject _, AnswerForm.Schema _ -> false;
                    case AnswerForm.Pattern _, AnswerForm.Choice _, AnswerForm.Grammar _ -> true;
                });
        return SetOptions.wordless(payload, asked);
    }

    private static void write(ArrayNode input, ChatMessage message) {
        if (message.role().equals("tool")) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", message.callId())
                    .set("output", content(message));
            return;
        }
        if (!message.parts().isEmpty() || message.calls().isEmpty()) {
            input.addObject().put("role", message.role()).set("content", content(message));
        }
        for (ToolCall call : message.calls()) {
            input.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }

    /** A string where there is nothing to be seen. */
    private static JsonNode content(ChatMessage message) {
        if (!message.hasPictures()) {
            return Json.text(message.content());
        }
        ArrayNode parts = Json.array();
        for (MessagePart part : message.parts()) {
            switch (part) {
                case MessagePart.Text(String text) ->
                        parts.addObject().put("type", "input_text").put("text", text);
                case MessagePart.Picture picture ->
                        parts.addObject()
                                .put("type", "input_image")
                                .put("image_url", ContentParts.url(picture))
                                .put(
                                        "detail",
                                        picture.detail().isEmpty() ? "auto" : picture.detail());
            }
        }
        return parts;
    }

    private static void form(ObjectNode body, AnswerForm form) {
        switch (form) {
            case AnswerForm.AnyObject _ ->
                    body.putObject("text").putObject("format").put("type", "json_object");
            case AnswerForm.Schema schema ->
                    body.putObject("text")
                            .putObject("format")
                            .put("type", "json_schema")
                            .put("name", schema.name().isEmpty() ? "answer" : schema.name())
                            .put("strict", schema.strict())
                            .set("schema", schema.schema());
            case AnswerForm.Free _,
                    AnswerForm.Pattern _,
                    AnswerForm.Choice _,
                    AnswerForm.Grammar _ -> {}
        }
    }

    private static void tools(ObjectNode body, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool tool : use.tools()) {
            ObjectNode json = tools.addObject().put("type", "function");
            json.setAll(tool.function());
            // Not saying it would mean true here.
            json.put("strict", tool.strict());
        }
        switch (use.choice()) {
            case Choice.Auto _ -> {}
            case Choice.Never _ -> body.put("tool_choice", "none");
            case Choice.Required _ -> body.put("tool_choice", "required");
            case Choice.Named(String name) ->
                    body.putObject("tool_choice").put("type", "function").put("name", name);
        }
        if (!use.parallel()) {
            body.put("parallel_tool_calls", false);
        }
    }

    /** What chats have at the top and responses in an object. */
    private static void extras(ObjectNode body, Map<String, JsonNode> extras) {
        extras.forEach((name, value) -> {
            switch (name) {
                case "reasoning_effort" -> body.withObject("/reasoning").set("effort", value);
                case "verbosity" -> body.withObject("/text").set("verbosity", value);
                default -> body.set(name, value);
            }
        });
    }
}
