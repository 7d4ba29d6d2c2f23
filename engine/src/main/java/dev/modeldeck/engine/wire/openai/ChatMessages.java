package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.MessagePart;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code messages} of a chat. */
final class ChatMessages {

    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool");

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
            ObjectNode json = array.addObject().put("role", message.role());
            json.set("content", ContentParts.json(message));
            if (!message.calls().isEmpty()) {
                json.set("tool_calls", ToolCalls.json(message.calls()));
            }
            if (!message.callId().isEmpty()) {
                json.put("tool_call_id", message.callId());
            }
            message.others().forEach(json::set);
        }
        return array;
    }

    private static ChatMessage message(Fields item, String at) {
        String role = item.text("role");
        if (role == null || !ROLES.contains(role)) {
            throw Fields.wrong(at + ".role", "must be system, developer, user, assistant or tool.");
        }
        Refusals.unlessAbsent(
                item, "function_call", "\"function_call\" was replaced by \"tool_calls\".");
        List<ToolCall> calls = calls(item, role, at + ".tool_calls");
        String callId = item.text("tool_call_id", "");
        if (role.equals("tool") && callId.isEmpty()) {
            throw Fields.wrong(at + ".tool_call_id", "is required: the id of the call it answers.");
        }
        JsonNode content = item.get("content");
        List<MessagePart> parts =
                content == null && !calls.isEmpty()
                        ? List.of()
                        : ContentParts.parse(content, role, at + ".content");
        // "developer" is the newer word for the same thing, which no chat template knows.
        return new ChatMessage(
                role.equals("developer") ? "system" : role,
                parts,
                calls,
                role.equals("tool") ? callId : "",
                others(item));
    }

    /** Clients send answers back as they came, with what was empty in them. */
    private static Map<String, JsonNode> others(Fields item) {
        Map<String, JsonNode> others = item.unread();
        others.values().removeIf(value -> value.isContainer() && value.isEmpty());
        return others;
    }

    private static List<ToolCall> calls(Fields item, String role, String at) {
        List<Fields> given = item.objects("tool_calls");
        if (!given.isEmpty() && !role.equals("assistant")) {
            throw Fields.wrong(at, "are for assistants only.");
        }
        List<ToolCall> calls = ToolCalls.parse(item.body().path("tool_calls"));
        for (ToolCall call : calls) {
            if (call.id().isEmpty() || call.name().isEmpty()) {
                throw Fields.wrong(
                        at, "must have an id each, and a function with name and arguments.");
            }
        }
        return calls;
    }
}
