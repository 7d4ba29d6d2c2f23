package dev.modeldeck.engine.wire.ollama;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart.Picture;
import dev.modeldeck.engine.inference.MessagePart.Source;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Tool;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.ToolUse.Choice;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /api/chat}, streamed.
 *
 * @param context size of the model's context in tokens; null for the server's own
 */
public record OllamaChat(String model, Payload.Chat payload, @Nullable Integer context) {

    public ObjectNode json() {
        ObjectNode body = Json.object().put("model", model);
        messages(body.putArray("messages"));
        // Whoever must not call, or only one of them, is shown no others.
        List<Tool> tools = payload.tools().callable();
        if (!tools.isEmpty()) {
            ArrayNode array = body.putArray("tools");
            for (Tool tool : tools) {
                array.addObject().put("type", "function").set("function", tool.function());
            }
        }
        OllamaOptions.write(body, payload.options(), context);
        return body.put("stream", true);
    }

    /** The names of parameters for which this protocol has no word. */
    public List<String> ignored() {
        List<String> names =
                new ArrayList<>(OllamaOptions.ignored(payload.options(), payload.choices()));
        switch (payload.tools().choice()) {
            case Choice.Auto _, Choice.Never _ -> {}
            case Choice.Required _, Choice.Named _ -> names.add("tool_choice");
        }
        if (!payload.tools().parallel()) {
            names.add("parallel_tool_calls");
        }
        if (payload.asksForDetail()) {
            names.add("detail");
        }
        names.addAll(payload.otherFields());
        return names;
    }

    private void messages(ArrayNode array) {
        Map<String, String> called = new HashMap<>();
        for (ChatMessage message : payload.messages()) {
            ObjectNode json =
                    array.addObject().put("role", message.role()).put("content", message.content());
            if (message.hasPictures()) {
                ArrayNode images = json.putArray("images");
                message.pictures().forEach(picture -> images.add(base64(picture)));
            }
            if (!message.calls().isEmpty()) {
                ArrayNode calls = json.putArray("tool_calls");
                for (ToolCall call : message.calls()) {
                    called.put(call.id(), call.name());
                    calls.addObject()
                            .put("id", call.id())
                            .putObject("function")
                            .put("name", call.name())
                            .set("arguments", arguments(call));
                }
            }
            if (!message.callId().isEmpty()) {
                json.put("tool_call_id", message.callId());
                json.put("tool_name", called.getOrDefault(message.callId(), ""));
            }
        }
    }

    /** Addresses are for the server to fetch, which Ollama does not. */
    private static String base64(Picture picture) {
        return switch (picture.source()) {
            case Source.Enclosed enclosed -> enclosed.base64();
            case Source.Address(String url) ->
                    throw new EngineException(
                            new Problem.Invalid(
                                    "Ollama fetches no pictures from the web. Send the picture itself, as a data: URL, instead of its address %s."
                                            .formatted(url),
                                    "messages"));
        };
    }

    /** An object here, a text elsewhere. */
    private static ObjectNode arguments(ToolCall call) {
        try {
            return call.arguments().isBlank() ? Json.object() : Json.parseObject(call.arguments());
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The arguments of the call of \"%s\" are no JSON object, and Ollama takes no others."
                                    .formatted(call.name()),
                            "messages"),
                    e);
        }
    }
}
