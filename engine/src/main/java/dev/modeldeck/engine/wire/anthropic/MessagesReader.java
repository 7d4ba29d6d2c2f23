package dev.modeldeck.engine.wire.anthropic;

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
 * Reads the events of a streamed message and puts the whole answer together. One for each answer;
 * not for several threads. Pings and kinds of events and blocks that are newer than this are passed
 * over, as the specification asks.
 */
public final class MessagesReader {

    private final AnswerNotes notes;
    private final BlockAnswer answer = new BlockAnswer();
    private String reason = "";
    private int promptTokens;
    private int completionTokens;
    private boolean ended;

    /**
     * @param notes what is known of the answer beforehand
     */
    public MessagesReader(AnswerNotes notes) {
        this.notes = notes;
    }

    /**
     * The pieces of text in an event.
     *
     * @throws EngineException where the event tells of an error
     */
    public List<TextChunk> event(ObjectNode event) {
        return switch (event.path("type").asString("")) {
            case "message_start" -> {
                usage(event.path("message").path("usage"));
                yield List.of();
            }
            case "content_block_start" ->
                    begin(event.path("index").asInt(0), event.path("content_block"));
            case "content_block_delta" -> delta(event.path("index").asInt(0), event.path("delta"));
            case "message_delta" -> {
                reason = event.path("delta").path("stop_reason").asString(reason);
                usage(event.path("usage"));
                yield List.of();
            }
            case "message_stop" -> {
                ended = true;
                yield List.of();
            }
            case "error" -> throw new EngineException(problem(event));
            default -> List.of();
        };
    }

    /** Reads the answer of a server that did not stream, as pieces. */
    public List<TextChunk> whole(ObjectNode message) {
        if (!message.path("content").isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"content\": it may not speak Anthropic's protocol at this address.",
                            502));
        }
        List<TextChunk> chunks = new ArrayList<>();
        int index = 0;
        for (JsonNode block : message.path("content")) {
            chunks.addAll(begin(index, block));
            JsonNode input = block.path("input");
            if (!input.isEmpty()) {
                chunks.addAll(answer.arguments(index, Json.write(input)));
            }
            index++;
        }
        reason = message.path("stop_reason").asString("");
        usage(message.path("usage"));
        ended = true;
        return chunks;
    }

    /** Whether the server has said that this is all; it may keep the connection open. */
    public boolean ended() {
        return ended;
    }

    /** The whole answer, once the stream has ended. */
    public InferenceResult.Text result() {
        if (!ended) {
            throw new EngineException(StatusProblems.cut());
        }
        return new InferenceResult.Text(
                List.of(answer.ended(finish())), new Usage(promptTokens, completionTokens), notes);
    }

    private FinishReason finish() {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    private List<TextChunk> begin(int index, JsonNode block) {
        return switch (block.path("type").asString("")) {
            case "text" -> answer.text(block.path("text").asString(""));
            case "thinking" -> answer.thought(block.path("thinking").asString(""));
            case "tool_use" ->
                    answer.call(
                            index, block.path("id").asString(""), block.path("name").asString(""));
            default -> List.of();
        };
    }

    private List<TextChunk> delta(int index, JsonNode delta) {
        return switch (delta.path("type").asString("")) {
            case "text_delta" -> answer.text(delta.path("text").asString(""));
            case "input_json_delta" ->
                    answer.arguments(index, delta.path("partial_json").asString(""));
            case "thinking_delta" -> answer.thought(delta.path("thinking").asString(""));
            default -> List.of();
        };
    }

    /** What was read from a cache was read, too. Later numbers replace earlier ones. */
    private void usage(JsonNode usage) {
        if (usage.has("input_tokens")) {
            promptTokens =
                    usage.path("input_tokens").asInt(0)
                            + usage.path("cache_creation_input_tokens").asInt(0)
                            + usage.path("cache_read_input_tokens").asInt(0);
        }
        completionTokens = usage.path("output_tokens").asInt(completionTokens);
    }

    private static Problem problem(ObjectNode event) {
        int status =
                switch (event.path("error").path("type").asString("")) {
                    case "invalid_request_error" -> 400;
                    case "authentication_error" -> 401;
                    case "permission_error" -> 403;
                    case "not_found_error" -> 404;
                    case "request_too_large" -> 413;
                    case "rate_limit_error" -> 429;
                    case "timeout_error" -> 504;
                    case "overloaded_error" -> 529;
                    default -> 500;
                };
        return StatusProblems.of(status, event);
    }
}
