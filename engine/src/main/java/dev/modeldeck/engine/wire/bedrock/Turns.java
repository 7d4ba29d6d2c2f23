package dev.modeldeck.engine.wire.bedrock;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A conversation as Converse has it: what the system says stands beside it, the turns of user and
 * assistant take each other's place, and what tools gave back is said by the user. No text in it is
 * empty.
 */
final class Turns {

    private static final String USER = "user";

    private Turns() {}

    static void write(ObjectNode body, List<ChatMessage> messages) {
        ArrayNode turns = body.putArray("messages");
        ArrayNode system = Json.array();
        for (ChatMessage message : messages) {
            switch (message.role()) {
                case "system", "developer" -> text(system, message.content());
                case "assistant" -> assistant(turn(turns, "assistant"), message);
                case "tool" -> result(turn(turns, USER).addObject(), message);
                default -> parts(turn(turns, USER), message);
            }
        }
        if (turns.isEmpty()) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Bedrock's models need a message of the user; there is only one of the system.",
                            "messages"));
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
    }

    /** Whether tools are called, or answer, in it. */
    static boolean called(List<ChatMessage> messages) {
        return messages.stream()
                .anyMatch(message -> message.role().equals("tool") || !message.calls().isEmpty());
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
        text(blocks, message.content());
        for (ToolCall call : message.calls()) {
            blocks.addObject()
                    .putObject("toolUse")
                    .put("toolUseId", call.id())
                    .put("name", call.name())
                    .set("input", input(call));
        }
    }

    private static void result(ObjectNode block, ChatMessage message) {
        ObjectNode result = block.putObject("toolResult").put("toolUseId", message.callId());
        parts(result.putArray("content"), message);
    }

    private static void parts(ArrayNode blocks, ChatMessage message) {
        for (MessagePart part : message.parts()) {
            switch (part) {
                case MessagePart.Text(String text) -> text(blocks, text);
                case MessagePart.Picture picture ->
                        picture(blocks.addObject().putObject("image"), picture.source());
            }
        }
    }

    /** Its format is the second half of its media type. */
    private static void picture(ObjectNode image, MessagePart.Source source) {
        switch (source) {
            case MessagePart.Source.Enclosed(String mediaType, String base64) ->
                    image.put("format", mediaType.substring(mediaType.indexOf('/') + 1))
                            .putObject("source")
                            .put("bytes", base64);
            case MessagePart.Source.Address(String url) ->
                    throw new EngineException(
                            new Problem.Invalid(
                                    "Bedrock fetches no pictures from the web. Send the picture itself, as a data: URL, instead of its address %s."
                                            .formatted(url),
                                    "messages"));
        }
    }

    private static void text(ArrayNode blocks, String text) {
        if (!text.isEmpty()) {
            blocks.addObject().put("text", text);
        }
    }

    /** An object here, a text elsewhere. */
    private static ObjectNode input(ToolCall call) {
        try {
            return call.arguments().isBlank() ? Json.object() : Json.parseObject(call.arguments());
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The arguments of the call of \"%s\" are no JSON object, and Bedrock takes no others."
                                    .formatted(call.name()),
                            "messages"),
                    e);
        }
    }
}
