package dev.modeldeck.engine.wire.ollama;

import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;
import dev.modeldeck.engine.wire.openai.Logprobs;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of one streamed answer, or the one line of an answer that is not streamed, and
 * puts the whole together. Not for several threads.
 */
public final class OllamaReader {

    private final int choice;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private @Nullable ObjectNode last;

    /**
     * @param choice which answer it is, from 0
     */
    public OllamaReader(int choice) {
        this.choice = choice;
    }

    /**
     * The pieces of text in a line.
     *
     * @throws EngineException where the line tells of an error
     */
    public List<TextChunk> line(ObjectNode line) {
        JsonNode error = line.path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            String said = error.isString() ? error.stringValue() : error.toString();
            throw new EngineException(new Problem.Upstream(said, 502));
        }
        if (!line.has("done") && !line.has("message") && !line.has("response")) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"message\": it may not be Ollama.", 502));
        }
        last = line;
        JsonNode message = line.path("message");
        String piece =
                message.isObject()
                        ? message.path("content").asString("")
                        : line.path("response").asString("");
        String thinks = message.path("thinking").asString(line.path("thinking").asString(""));
        List<TokenLogprob> tokens = Logprobs.entries(line.path("logprobs"));
        text.append(piece);
        thought.append(thinks);
        logprobs.addAll(tokens);
        List<TextChunk> chunks = new ArrayList<>();
        if (!thinks.isEmpty()) {
            chunks.add(TextChunk.thinking(choice, thinks, tokens.size(), tokens));
            tokens = List.of();
        }
        if (!piece.isEmpty() || !tokens.isEmpty()) {
            chunks.add(new TextChunk(choice, piece, tokens.size(), tokens));
        }
        for (JsonNode call : message.path("tool_calls")) {
            chunks.add(call(call));
        }
        return chunks;
    }

    /** Whether the server has said that this is all. */
    public boolean ended() {
        return end().path("done").asBoolean(false);
    }

    /** The whole answer, once the stream has ended. */
    public TextChoice result() {
        if (!ended()) {
            throw new EngineException(StatusProblems.cut());
        }
        FinishReason reason =
                end().path("done_reason").asString("").equals("length")
                        ? FinishReason.LENGTH
                        : calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        return new TextChoice(
                choice,
                text.toString(),
                reason,
                logprobs.isEmpty() ? null : logprobs,
                calls,
                thought.toString());
    }

    public Usage usage() {
        return new Usage(
                end().path("prompt_eval_count").asInt(0), end().path("eval_count").asInt(0));
    }

    /** Null where the server does not tell. */
    public @Nullable ServerTimings timings() {
        return ServerTimings.of(
                null,
                nanos("load_duration"),
                nanos("prompt_eval_duration"),
                nanos("eval_duration"));
    }

    private @Nullable Duration nanos(String key) {
        JsonNode value = end().path(key);
        return value.isNumber() ? Duration.ofNanos(value.asLong()) : null;
    }

    private ObjectNode end() {
        return last == null ? Json.object() : last;
    }

    /** They come whole; older servers give them no id. */
    private TextChunk call(JsonNode call) {
        JsonNode function = call.path("function");
        String id = call.path("id").asString("");
        ToolCall whole =
                new ToolCall(
                        id.isEmpty() ? "call_" + RequestId.random().value() : id,
                        function.path("name").asString(""),
                        Json.write(function.path("arguments")));
        calls.add(whole);
        CallPiece piece =
                new CallPiece(calls.size() - 1, whole.id(), whole.name(), whole.arguments());
        return new TextChunk(choice, "", 0, List.of(), piece);
    }
}
