package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole answers: {@code chat.completion} and {@code text_completion}. */
public final class TextAnswers {

    /** Not OpenAI's, but DeepSeek's, and by now of nearly all servers of open models. */
    static final String THOUGHT = "reasoning_content";

    private TextAnswers() {}

    public static ObjectNode json(
            AnswerHead head, TextRequest request, InferenceResult.Text result) {
        ObjectNode json =
                head.json(
                        switch (request) {
                            case ChatRequest chat -> "chat.completion";
                            case CompletionRequest completion -> "text_completion";
                        });
        ArrayNode choices = json.putArray("choices");
        for (TextChoice choice : result.choices()) {
            ObjectNode entry = choices.addObject().put("index", choice.index());
            switch (request) {
                case ChatRequest chat -> chatChoice(entry, choice);
                case CompletionRequest completion -> completionChoice(entry, choice);
            }
            entry.put("finish_reason", word(choice.finishReason()));
        }
        json.set("usage", Usages.json(result.usage()));
        Notes.write(json, result.notes());
        Notes.write(json, result.timings());
        return json;
    }

    /** Reads the answer of a server that did not stream. */
    public static InferenceResult.Text parse(TextRequest request, ObjectNode answer) {
        if (answer.path("error").isObject()) { // some say so with a good status
            throw new EngineException(OpenAiErrors.parse(answer));
        }
        if (!answer.path("choices").isArray()) {
            throw new EngineException(
                    new Problem.Upstream(
                            "The server's answer has no \"choices\": it may not speak OpenAI's"
                                    + " protocol at this address.",
                            502));
        }
        List<TextChoice> choices = new ArrayList<>();
        for (JsonNode choice : answer.path("choices")) {
            choices.add(
                    new TextChoice(
                            choice.path("index").asInt(choices.size()),
                            text(request, choice),
                            reason(choice.path("finish_reason").asString("stop")),
                            logprobs(request, choice.path("logprobs")),
                            ToolCalls.parse(choice.path("message").path("tool_calls")),
                            request instanceof ChatRequest ? thought(choice.path("message")) : ""));
        }
        choices.sort(Comparator.comparingInt(TextChoice::index));
        Usage usage = Usages.parse(answer.get("usage"));
        return new InferenceResult.Text(
                choices,
                usage == null ? Usage.NONE : usage,
                Notes.parse(answer),
                Timings.parse(answer));
    }

    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "tool_calls" -> FinishReason.TOOL_CALLS;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    static @Nullable List<TokenLogprob> logprobs(TextRequest request, JsonNode json) {
        return switch (request) {
            case ChatRequest chat -> Logprobs.parse(json);
            // llama.cpp has them for completions as for chats.
            case CompletionRequest completion ->
                    json.has("content") ? Logprobs.parse(json) : CompletionLogprobs.parse(json);
        };
    }

    /** The text of a message, or of a piece of one; a refusal is one, too. */
    static String said(JsonNode message) {
        JsonNode content = message.path("content");
        String text = content.isArray() ? texts(content, "text") : content.asString("");
        return text.isEmpty() ? message.path("refusal").asString("") : text;
    }

    /**
     * What a model thinks, in a message or a piece of one. Newer servers leave half the name out;
     * Databricks and Mistral have parts of the content for it, with texts in a list of their own.
     */
    static String thought(JsonNode message) {
        String plain = message.path(THOUGHT).asString(message.path("reasoning").asString(""));
        JsonNode content = message.path("content");
        return plain.isEmpty() && content.isArray()
                ? texts(content, "summary") + texts(content, "thinking")
                : plain;
    }

    /** A text of each part, or all of its texts where it has a list of them. */
    private static String texts(JsonNode parts, String key) {
        StringBuilder texts = new StringBuilder();
        for (JsonNode part : parts) {
            JsonNode value = part.path(key);
            texts.append(value.isArray() ? texts(value, "text") : value.asString(""));
        }
        return texts.toString();
    }

    private static String text(TextRequest request, JsonNode choice) {
        return switch (request) {
            case ChatRequest chat -> said(choice.path("message"));
            case CompletionRequest completion -> choice.path("text").asString("");
        };
    }

    private static void chatChoice(ObjectNode entry, TextChoice choice) {
        ObjectNode message = entry.putObject("message").put("role", "assistant");
        if (choice.text().isEmpty() && !choice.calls().isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", choice.text());
        }
        message.putNull("refusal");
        if (!choice.thought().isEmpty()) {
            message.put(THOUGHT, choice.thought());
        }
        if (!choice.calls().isEmpty()) {
            message.set("tool_calls", ToolCalls.json(choice.calls()));
        }
        List<TokenLogprob> tokens = choice.logprobs();
        if (tokens == null) {
            entry.putNull("logprobs");
        } else {
            entry.set("logprobs", Logprobs.json(tokens));
        }
    }

    private static void completionChoice(ObjectNode entry, TextChoice choice) {
        entry.put("text", choice.text());
        List<TokenLogprob> tokens = choice.logprobs();
        if (tokens == null) {
            entry.putNull("logprobs");
        } else {
            // An echoed prompt stands before the tokens that have probabilities.
            int all = choice.text().codePointCount(0, choice.text().length());
            int offset = Math.max(0, all - CompletionLogprobs.characters(tokens));
            entry.set("logprobs", CompletionLogprobs.json(tokens, offset));
        }
    }
}
