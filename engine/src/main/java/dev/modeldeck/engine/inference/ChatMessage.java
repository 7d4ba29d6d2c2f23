package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.inference.MessagePart.Picture;
import dev.modeldeck.engine.inference.MessagePart.Text;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/**
 * One message of a conversation.
 *
 * @param role system, user, assistant, developer or tool
 * @param parts texts and pictures in their order; may be empty where there are calls
 * @param calls what an assistant asked tools for
 * @param callId which call a tool answers; empty for other roles
 * @param others fields beyond those that have a name here: a server that knows them gets them as
 *     they are, and where they go unheeded the answer says so
 */
public record ChatMessage(
        String role,
        List<MessagePart> parts,
        List<ToolCall> calls,
        String callId,
        Map<String, JsonNode> others) {

    public ChatMessage {
        parts = List.copyOf(parts);
        calls = List.copyOf(calls);
        others = Map.copyOf(others);
    }

    public ChatMessage(String role, List<MessagePart> parts, List<ToolCall> calls, String callId) {
        this(role, parts, calls, callId, Map.of());
    }

    public ChatMessage(String role, String content, List<ToolCall> calls, String callId) {
        this(role, content.isEmpty() ? List.of() : List.of(new Text(content)), calls, callId);
    }

    public ChatMessage(String role, String content) {
        this(role, content, List.of(), "");
    }

    public static ChatMessage system(String content) {
        return new ChatMessage("system", content);
    }

    public static ChatMessage user(String content) {
        return new ChatMessage("user", content);
    }

    /** A user who shows pictures, with or without words. */
    public static ChatMessage user(List<MessagePart> parts) {
        return new ChatMessage("user", parts, List.of(), "");
    }

    public static ChatMessage assistant(String content) {
        return new ChatMessage("assistant", content);
    }

    /** An assistant that asks for calls. */
    public static ChatMessage calling(String content, List<ToolCall> calls) {
        return new ChatMessage("assistant", content, calls, "");
    }

    /** What a tool gave back. */
    public static ChatMessage tool(String callId, String content) {
        return new ChatMessage("tool", content, List.of(), callId);
    }

    /** What it says: its texts as one, without the pictures. */
    public String content() {
        if (parts.size() == 1 && parts.getFirst() instanceof Text(String text)) {
            return text;
        }
        StringBuilder content = new StringBuilder();
        for (MessagePart part : parts) {
            switch (part) {
                case Text(String text) -> content.append(text);
                case Picture _ -> {}
            }
        }
        return content.toString();
    }

    /** What it shows. */
    public List<Picture> pictures() {
        return parts.stream().filter(Picture.class::isInstance).map(Picture.class::cast).toList();
    }

    public boolean hasPictures() {
        return parts.stream().anyMatch(Picture.class::isInstance);
    }
}
