package dev.modeldeck.engine.inference;

import dev.modeldeck.engine.inference.TextChunk.CallPiece;

import java.util.List;
import java.util.TreeMap;

/**
 * A model's wish that a tool be called.
 *
 * @param id by which the tool's answer refers to it
 * @param arguments JSON as the model wrote it, mostly an object
 */
public record ToolCall(String id, String name, String arguments) {

    /** The calls of one answer, put together of their pieces. */
    public static List<ToolCall> joined(List<CallPiece> pieces) {
        TreeMap<Integer, ToolCall> calls = new TreeMap<>();
        for (CallPiece piece : pieces) {
            calls.merge(
                    piece.index(),
                    new ToolCall(piece.id(), piece.name(), piece.arguments()),
                    ToolCall::with);
        }
        return List.copyOf(calls.values());
    }

    private ToolCall with(ToolCall more) {
        return new ToolCall(id + more.id, name + more.name, arguments + more.arguments);
    }
}
