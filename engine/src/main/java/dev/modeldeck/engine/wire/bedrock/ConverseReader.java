package dev.modeldeck.engine.wire.bedrock;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the events of a streamed answer and puts the whole together. One for each answer; not for
 * several threads. Kinds of events and blocks that are newer than this are passed over.
 */
public final class ConverseReader {

    private final AnswerNotes notes;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final List<CallPiece> calls = new ArrayList<>();

    /** Which call is made in which block. */
    private final Map<Integer, Integer> callOfBlock = new HashMap<>();

    private String reason = "";
    private int promptTokens;
    private int completionTokens;
    private boolean stopped;
    private boolean ended;

    /**
     * @param notes what is known of the answer beforehand
     */
    public ConverseReader(AnswerNotes notes) {
        this.notes = notes;
    }

    /**
     * The pieces of text in an event.
     *
     * @param type of the event, as its frame says
     */
    public List<TextChunk> event(String type, ObjectNode event) {
        int block = event.path("contentBlockIndex").asInt(0);
        return switch (type) {
            case "contentBlockStart" -> begin(block, event.path("start").path("toolUse"));
            case "contentBlockDelta" -> delta(block, event.path("delta"));
            case "messageStop" -> {
                reason = event.path("stopReason").asString("");
                stopped = true;
                yield List.of();
            }
            case "metadata" -> {
                usage(event.path("usage"));
                ended = stopped;
                yield List.of();
            }
            default -> List.of();
        };
    }

    /** Reads an answer that is not streamed, as pieces. */
    public List<TextChunk> whole(ObjectNode answer) {
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"output\" with a message: it may not speak Bedrock's Converse at this address.",
                            502));
        }
        List<TextChunk> chunks = new ArrayList<>();
        int index = 0;
        for (JsonNode block : content) {
            JsonNode call = block.path("toolUse");
            chunks.addAll(begin(index, call));
            chunks.addAll(text(block.path("text").asString("")));
            chunks.addAll(thought(block.path("reasoningContent").path("reasoningText")));
            if (!call.path("input").isEmpty()) {
                chunks.add(arguments(index, Json.write(call.path("input"))));
            }
            index++;
        }
        reason = answer.path("stopReason").asString("");
        usage(answer.path("usage"));
        stopped = true;
        ended = true;
        return chunks;
    }

    /** Whether the server has said that this is all; it may keep the connection open. */
    public boolean ended() {
        return ended;
    }

    /** The whole answer, once the stream has ended. */
    public InferenceResult.Text result() {
        if (!stopped) {
            throw new EngineException(StatusProblems.cut());
        }
        TextChoice choice =
                new TextChoice(
                        0,
                        text.toString(),
                        finish(),
                        null,
                        whole(ToolCall.joined(calls)),
                        thought.toString());
        return new InferenceResult.Text(
                List.of(choice), new Usage(promptTokens, completionTokens), notes);
    }

    /**
     * What an exception in the middle of a stream tells.
     *
     * @param type as its frame says: {@code throttlingException}
     */
    public static Problem problem(String type, ObjectNode body) {
        int status =
                switch (type) {
                    case "validationException" -> 400;
                    case "accessDeniedException" -> 403;
                    case "resourceNotFoundException" -> 404;
                    case "throttlingException", "modelNotReadyException" -> 429;
                    case "serviceUnavailableException" -> 503;
                    case "modelTimeoutException" -> 504;
                    default -> 500;
                };
        return StatusProblems.of(status, body);
    }

    private FinishReason finish() {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    /** A call without arguments streams none; elsewhere that is an empty object. */
    private static List<ToolCall> whole(List<ToolCall> joined) {
        return joined.stream()
                .map(call ->
                        call.arguments().isEmpty()
                                ? new ToolCall(call.id(), call.name(), "{}")
                                : call)
                .toList();
    }

    private List<TextChunk> begin(int block, JsonNode use) {
        if (!use.isObject()) {
            return List.of();
        }
        int call = callOfBlock.size();
        callOfBlock.put(block, call);
        return List.of(
                call(
                        new CallPiece(
                                call,
                                use.path("toolUseId").asString(""),
                                use.path("name").asString(""),
                                "")));
    }

    private List<TextChunk> delta(int block, JsonNode delta) {
        if (delta.has("text")) {
            return text(delta.path("text").asString(""));
        }
        if (delta.has("reasoningContent")) {
            return thought(delta.path("reasoningContent"));
        }
        String more = delta.path("toolUse").path("input").asString("");
        return more.isEmpty() || !callOfBlock.containsKey(block)
                ? List.of()
                : List.of(arguments(block, more));
    }

    private List<TextChunk> text(String piece) {
        text.append(piece);
        return piece.isEmpty() ? List.of() : List.of(new TextChunk(0, piece, 0, List.of()));
    }

    private List<TextChunk> thought(JsonNode holder) {
        String piece = holder.path("text").asString("");
        thought.append(piece);
        return piece.isEmpty() ? List.of() : List.of(TextChunk.thinking(0, piece, 0, List.of()));
    }

    private TextChunk arguments(int block, String more) {
        return call(new CallPiece(callOfBlock.getOrDefault(block, 0), "", "", more));
    }

    private TextChunk call(CallPiece piece) {
        calls.add(piece);
        return new TextChunk(0, "", 0, List.of(), piece);
    }

    /** What was read from a cache was read, too. */
    private void usage(JsonNode usage) {
        promptTokens =
                usage.path("inputTokens").asInt(0)
                        + usage.path("cacheReadInputTokens").asInt(0)
                        + usage.path("cacheWriteInputTokens").asInt(0);
        completionTokens = usage.path("outputTokens").asInt(0);
    }
}
