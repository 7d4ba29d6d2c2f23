package dev.modeldeck.engine.wire.anthropic;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as Anthropic has it: what the system says stands beside it, the turns of user and
 * assistant take each other's place, and what tools gave back is said by the user.
 */
final class Turns {

    private static final String USER = "user";

    private Turns() {}

    static void write(ObjectNode body, List<ChatMessage> messages) {
        List<String> system = new ArrayList<>();
        ArrayNode turns = Json.array();
        for (ChatMessage message : messages) {
            switch (message.role()) {
                case "system", "developer" -> system.add(message.content());
                case "assistant" -> assistant(turn(turns, "assistant"), message);
                case "tool" ->
                        turn(turns, USER)
                                .addObject()
                                .put("type", "tool_result")
                                .put("tool_use_id", message.callId())
                                .set("content", result(message));
                default -> user(turn(turns, USER), message);
            }
        }
        if (turns.isEmpty()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Anthropic's models need a message of the user; there is only one of the system.",
                            "messages"));
        }
        if (!system.isEmpty()) {
            body.put("system", String.join("\n\n", system));
        }
        body.set("messages", turns);
    }

    /** The blocks of a turn: the last one where it is theirs, else a new one. */
    private static ArrayNode turn(ArrayNode turns, String role) {
        @Nullable ObjectNode last =
                turns.isEmpty() ? null : (ObjectNode) turns.get(turns.size() - 1);
        if (last == null || !last.path("role").asString("").equals(role)) {
            last = turns.addObject().put("role", role);
            last.putArray("content");
        }
        return last.withArray("content");
    }

    private static void assistant(ArrayNode blocks, ChatMessage message) {
        if (!message.content().isEmpty()) {
            text(blocks, message.content());
        }
        for (ToolCall call : message.calls()) {
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.id())
                    .put("name", call.name())
                    .set("input", input(call));
        }
    }

    private static void user(ArrayNode blocks, ChatMessage message) {
        if (message.parts().isEmpty()) {
            text(blocks, "");
        }
        parts(blocks, message);
    }

    /** A string where there is nothing to be seen. */
    private static JsonNode result(ChatMessage message) {
        return message.hasPictures() ? parts(Json.array(), message) : Json.text(message.content());
    }

    private static ArrayNode parts(ArrayNode blocks, ChatMessage message) {
        for (MessagePart part : message.parts()) {
            switch (part) {
                case MessagePart.Text(String text) -> text(blocks, text);
                case MessagePart.Picture picture ->
                        source(
                                blocks.addObject().put("type", "image").putObject("source"),
                                picture.source());
            }
        }
        return blocks;
    }

    private static void source(ObjectNode json, MessagePart.Source source) {
        switch (source) {
            case MessagePart.Source.Address(String url) -> json.put("type", "url").put("url", url);
            case MessagePart.Source.Enclosed(String mediaType, String base64) ->
                    json.put("type", "base64").put("media_type", mediaType).put("data", base64);
        }
    }

    private static void text(ArrayNode blocks, String text) {
        blocks.addObject().put("type", "text").put("text", text);
    }

    /** An object here, a text elsewhere. */
    private static ObjectNode input(ToolCall call) {
        try {
            return call.arguments().isBlank() ? Json.object() : Json.parseObject(call.arguments());
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The arguments of the call of \"%s\" are no JSON object, and Anthropic takes no others."
                                    .formatted(call.name()),
                            "messages"),
                    e);
        }
    }
}
