package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * One message of a conversation.
 *
 * @param role system, user, assistant, developer or tool
 * @param content may be empty where there are calls
 * @param calls what an assistant asked tools for
 * @param callId which call a tool answers; empty for other roles
 */
public record ChatMessage(String role, String content, List<ToolCall> calls, String callId) {

    public ChatMessage {
        calls = List.copyOf(calls);
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
}
