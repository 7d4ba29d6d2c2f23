package dev.modeldeck.engine.wire.bedrock;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.BlockAnswer;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of a streamed answer and puts the whole together. One for each answer; not for
 * several threads. Kinds of events and blocks that are newer than this are passed over.
 */
public final class ConverseReader {

    private final AnswerNotes notes;
    private final BlockAnswer answer = new BlockAnswer();
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
    public List<TextChunk> whole(ObjectNode reply) {
        JsonNode content = reply.path("output").path("message").path("content");
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
            chunks.addAll(answer.text(block.path("text").asString("")));
            chunks.addAll(
                    answer.thought(block.at("/reasoningContent/reasoningText/text").asString("")));
            if (!call.path("input").isEmpty()) {
                chunks.addAll(answer.arguments(index, Json.write(call.path("input"))));
            }
            index++;
        }
        reason = reply.path("stopReason").asString("");
        usage(reply.path("usage"));
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
        return new InferenceResult.Text(
                List.of(answer.ended(finish())), new Usage(promptTokens, completionTokens), notes);
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

    private List<TextChunk> begin(int block, JsonNode use) {
        return use.isObject()
                ? answer.call(
                        block, use.path("toolUseId").asString(""), use.path("name").asString(""))
                : List.of();
    }

    private List<TextChunk> delta(int block, JsonNode delta) {
        if (delta.has("text")) {
            return answer.text(delta.path("text").asString(""));
        }
        if (delta.has("reasoningContent")) {
            return answer.thought(delta.path("reasoningContent").path("text").asString(""));
        }
        return answer.arguments(block, delta.path("toolUse").path("input").asString(""));
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
