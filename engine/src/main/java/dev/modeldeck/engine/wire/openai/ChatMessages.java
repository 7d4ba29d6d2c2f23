package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The {@code messages} of a chat. Content is a string or an array of text parts. */
final class ChatMessages {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private ChatMessages() {}

    static List<ChatMessage> parse(Fields fields) {
        List<Fields> items = fields.objects("messages");
        if (items.isEmpty()) {
            throw Fields.wrong("messages", "is required: an array of at least one message.");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            messages.add(message(items.get(i), "messages[" + i + "]"));
        }
        return messages;
    }

    static ArrayNode json(List<ChatMessage> messages) {
        ArrayNode array = Json.array();
        for (ChatMessage message : messages) {
            array.addObject().put("role", message.role()).put("content", message.content());
        }
        return array;
    }

    private static ChatMessage message(Fields item, String at) {
        String role = item.text("role");
        if (role == null || !ROLES.contains(role)) {
            throw Fields.wrong(at + ".role", "must be system, developer, user or assistant.");
        }
        Refusals.unlessEmpty(item, "tool_calls", "Tool calls are not supported; leave them out.");
        Refusals.unlessAbsent(item, "function_call", "Function calls are not supported.");
        String content = content(item.get("content"), at + ".content");
        // "developer" is the newer word for the same thing, which no chat template knows.
        return new ChatMessage(role.equals("developer") ? "system" : role, content);
    }

    private static String content(@Nullable JsonNode content, String at) {
        if (content == null) {
            throw Fields.wrong(at, "is required: a string or an array of text parts.");
        }
        if (content.isString()) {
            return Json.wholeCharacters(content.stringValue());
        }
        if (!content.isArray()) {
            throw Fields.wrong(at, "must be a string or an array of text parts.");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part(part, at));
        }
        return text.toString();
    }

    private static String part(JsonNode part, String at) {
        if (!(part instanceof ObjectNode object)) {
            throw Fields.wrong(at, "must be a string or an array of text parts.");
        }
        Fields fields = new Fields(object);
        String type = fields.text("type");
        if (!"text".equals(type)) {
            throw Refusals.unsupported(
                    at,
                    "Only text can be read by this model: \""
                            + at
                            + "\" has a part of another type.");
        }
        String text = fields.text("text");
        if (text == null) {
            throw Fields.wrong(at, "has a text part without \"text\".");
        }
        return text;
    }
}
