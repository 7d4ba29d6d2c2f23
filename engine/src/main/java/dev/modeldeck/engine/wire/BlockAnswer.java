package dev.modeldeck.engine.wire;

import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.ToolCall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer that comes in numbered blocks of text, of thought and of calls of tools, as it grows.
 * Each piece is given back as it is passed on; an empty one is none. Not for several threads.
 */
public final class BlockAnswer {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final List<CallPiece> calls = new ArrayList<>();

    /** Which call is made in which block. */
    private final Map<Integer, Integer> callOfBlock = new HashMap<>();

    public List<TextChunk> text(String piece) {
        text.append(piece);
        return piece.isEmpty() ? List.of() : List.of(new TextChunk(0, piece, 0, List.of()));
    }

    public List<TextChunk> thought(String piece) {
        thought.append(piece);
        return piece.isEmpty() ? List.of() : List.of(TextChunk.thinking(0, piece, 0, List.of()));
    }

    /** A block is a call. */
    public List<TextChunk> call(int block, String id, String name) {
        int call = callOfBlock.size();
        callOfBlock.put(block, call);
        return called(new CallPiece(call, id, name, ""));
    }

    /** More arguments of the call in a block; nothing where the block is none. */
    public List<TextChunk> arguments(int block, String more) {
        Integer call = callOfBlock.get(block);
        return call == null || more.isEmpty()
                ? List.of()
                : called(new CallPiece(call, "", "", more));
    }

    public TextChoice ended(FinishReason reason) {
        return new TextChoice(
                0,
                text.toString(),
                reason,
                null,
                ToolCall.joined(calls).stream().map(BlockAnswer::whole).toList(),
                thought.toString());
    }

    /** A call without arguments streams none; elsewhere that is an empty object. */
    private static ToolCall whole(ToolCall call) {
        return call.arguments().isEmpty() ? new ToolCall(call.id(), call.name(), "{}") : call;
    }

    private List<TextChunk> called(CallPiece piece) {
        calls.add(piece);
        return List.of(new TextChunk(0, "", 0, List.of(), piece));
    }
}
