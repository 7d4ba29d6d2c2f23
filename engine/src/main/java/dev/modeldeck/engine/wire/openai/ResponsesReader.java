package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.wire.Json;
import dev.modeldeck.engine.wire.StatusProblems;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the events of a response's stream and puts the whole answer together. One for each answer;
 * not for several threads. Items that are neither text nor thought nor calls of functions are no
 * part of it.
 */
public final class ResponsesReader {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private final List<CallPiece> calls = new ArrayList<>();
    private int begun;
    private @Nullable JsonNode ended;

    /**
     * The pieces of text in an event.
     *
     * @throws EngineException where the event tells of an error
     */
    public List<TextChunk> event(ObjectNode event) {
        String type = event.path("type").asString("");
        String delta = event.path("delta").asString("");
        return switch (type) {
            case "response.output_text.delta", "response.refusal.delta" ->
                    List.of(text(delta, event.path("logprobs")));
            case "response.output_item.added" -> begin(event.path("item"));
            case "response.function_call_arguments.delta" ->
                    List.of(call(new CallPiece(Math.max(0, begun - 1), "", "", delta)));
            case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
                    thought(delta);
            case "response.completed", "response.incomplete", "response.failed" -> {
                ended = event;
                yield List.of();
            }
            case "error" -> throw new EngineException(problem(event));
            default -> List.of();
        };
    }

    /** The whole answer, once the stream has ended. */
    public InferenceResult.Text result() {
        if (ended == null) {
            throw new EngineException(StatusProblems.cut());
        }
        InferenceResult.Text told = whole(ended);
        if (text.isEmpty() && calls.isEmpty()) {
            return told;
        }
        List<ToolCall> joined = ToolCall.joined(calls);
        TextChoice choice =
                new TextChoice(
                        0,
                        text.toString(),
                        reason(ended.path("response"), !joined.isEmpty()),
                        logprobs.isEmpty() ? null : logprobs,
                        joined,
                        thought.toString());
        return new InferenceResult.Text(
                List.of(choice), told.usage(), AnswerNotes.NONE, told.timings());
    }

    /** Reads the answer of a server that did not stream. */
    public static InferenceResult.Text whole(ObjectNode response) {
        return whole((JsonNode) Json.object().set("response", response));
    }

    /**
     * @param event with the whole {@code response}
     */
    private static InferenceResult.Text whole(JsonNode event) {
        JsonNode response = event.path("response");
        boolean failed = response.path("status").asString("").equals("failed");
        if (failed || response.path("error").isObject()) {
            throw new EngineException(problem(response));
        }
        if (!response.path("output").isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"output\": it may not know OpenAI's"
                                    + " responses. Choose \"chat\" in the connection.",
                            502));
        }
        StringBuilder text = new StringBuilder();
        StringBuilder thought = new StringBuilder();
        List<TokenLogprob> tokens = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode item : response.path("output")) {
            switch (item.path("type").asString("")) {
                case "message" -> message(item, text, tokens);
                case "reasoning" -> thought.append(reasoning(item));
                case "function_call" ->
                        calls.add(
                                new ToolCall(
                                        item.path("call_id").asString(""),
                                        item.path("name").asString(""),
                                        item.path("arguments").asString("")));
                default -> {}
            }
        }
        TextChoice choice =
                new TextChoice(
                        0,
                        text.toString(),
                        reason(response, !calls.isEmpty()),
                        tokens.isEmpty() ? null : tokens,
                        calls,
                        thought.toString());
        return new InferenceResult.Text(
                List.of(choice), usage(response), AnswerNotes.NONE, Timings.parse(event));
    }

    /** What was thought, or where that is not told a summary of it. */
    private static String reasoning(JsonNode item) {
        JsonNode parts = item.path(item.path("content").isEmpty() ? "summary" : "content");
        return parts.valueStream()
                .map(part -> part.path("text").asString(""))
                .collect(Collectors.joining("\n\n"));
    }

    private static void message(JsonNode item, StringBuilder text, List<TokenLogprob> tokens) {
        for (JsonNode part : item.path("content")) {
            text.append(part.path("text").asString(part.path("refusal").asString("")));
            tokens.addAll(Logprobs.entries(part.path("logprobs")));
        }
    }

    private TextChunk text(String delta, JsonNode told) {
        List<TokenLogprob> tokens = Logprobs.entries(told);
        text.append(delta);
        logprobs.addAll(tokens);
        return new TextChunk(0, delta, tokens.size(), tokens);
    }

    private List<TextChunk> thought(String delta) {
        thought.append(delta);
        return delta.isEmpty() ? List.of() : List.of(TextChunk.thinking(0, delta, 0, List.of()));
    }

    private List<TextChunk> begin(JsonNode item) {
        if (!item.path("type").asString("").equals("function_call")) {
            return List.of();
        }
        String id = item.path("call_id").asString("");
        return List.of(call(new CallPiece(begun++, id, item.path("name").asString(""), "")));
    }

    private TextChunk call(CallPiece piece) {
        calls.add(piece);
        return new TextChunk(0, "", 0, List.of(), piece);
    }

    private static FinishReason reason(JsonNode response, boolean calls) {
        boolean cut = response.path("status").asString("").equals("incomplete");
        String why = response.path("incomplete_details").path("reason").asString("");
        if (cut && why.equals("max_output_tokens")) {
            return FinishReason.LENGTH;
        }
        if (cut && why.equals("content_filter")) {
            return FinishReason.CONTENT_FILTER;
        }
        return calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    private static Usage usage(JsonNode response) {
        JsonNode usage = response.path("usage");
        return new Usage(usage.path("input_tokens").asInt(0), usage.path("output_tokens").asInt(0));
    }

    /** {@code {"error": {code, message}}}, or the same without the object around it. */
    private static Problem problem(JsonNode event) {
        JsonNode error = event.path("error").isObject() ? event.path("error") : event;
        int status =
                switch (error.path("code").asString("")) {
                    case "rate_limit_exceeded" -> 429;
                    case "invalid_prompt" -> 400;
                    default -> 502;
                };
        return StatusProblems.of(
                status,
                Json.object()
                        .set(
                                "error",
                                Json.object()
                                        .put(
                                                "message",
                                                error.path("message")
                                                        .asString("The server gave up."))));
    }
}
