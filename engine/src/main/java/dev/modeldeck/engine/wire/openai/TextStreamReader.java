package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.AnswerNotes;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.ServerTimings;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.wire.StatusProblems;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the events of a server's stream, as a client does, and puts the whole answer together. One
 * for each answer; not for several threads.
 */
public final class TextStreamReader {

    private final TextRequest request;
    private final TreeMap<Integer, Choice> choices = new TreeMap<>();
    private @Nullable Usage usage;
    private AnswerNotes notes = AnswerNotes.NONE;
    private @Nullable ServerTimings timings;
    private int counted;

    public TextStreamReader(TextRequest request) {
        this.request = request;
    }

    /**
     * The pieces of text in an event.
     *
     * @throws EngineException where the event tells of an error
     */
    public List<TextChunk> event(ObjectNode event) {
        if (event.has("error") && !event.path("error").isNull()) {
            throw new EngineException(OpenAiErrors.parse(event));
        }
        int fresh = usage(event);
        AnswerNotes told = Notes.parse(event);
        notes = told.none() ? notes : told;
        ServerTimings took = Timings.parse(event);
        timings = took == null ? timings : took;
        List<TextChunk> chunks = new ArrayList<>();
        for (JsonNode entry : event.path("choices")) {
            int index = entry.path("index").asInt(0);
            Choice choice = choices.computeIfAbsent(index, ignored -> new Choice());
            String text = text(entry);
            List<TokenLogprob> logprobs = TextAnswers.logprobs(request, entry.path("logprobs"));
            String thought = thought(entry);
            choice.add(text, thought, logprobs, entry.path("finish_reason"));
            List<TokenLogprob> tokens = logprobs == null ? List.of() : logprobs;
            List<CallPiece> calls = ToolCalls.pieces(entry.path("delta"));
            if (!thought.isEmpty()) {
                chunks.add(
                        TextChunk.thinking(
                                index, thought, fresh > 0 ? fresh : tokens.size(), tokens));
                fresh = 0;
                tokens = List.of();
            }
            if (!text.isEmpty() || (!tokens.isEmpty() && calls.isEmpty())) {
                chunks.add(new TextChunk(index, text, fresh > 0 ? fresh : tokens.size(), tokens));
                fresh = 0;
                tokens = List.of();
            }
            for (CallPiece call : calls) {
                choice.calls.add(call);
                int count = fresh > 0 ? fresh : tokens.size();
                chunks.add(new TextChunk(index, "", count, tokens, call));
                fresh = 0;
                tokens = List.of();
            }
        }
        return chunks;
    }

    /** What the stream has told of itself so far. */
    public AnswerNotes notes() {
        return notes;
    }

    /** The whole answer, once the stream has ended. */
    public InferenceResult.Text result() {
        if (choices.isEmpty() || choices.values().stream().anyMatch(c -> c.reason == null)) {
            throw new EngineException(StatusProblems.cut());
        }
        List<TextChoice> whole = new ArrayList<>();
        choices.forEach((index, choice) -> whole.add(choice.whole(index)));
        return new InferenceResult.Text(whole, usage == null ? Usage.NONE : usage, notes, timings);
    }

    /** Notes the usage so far and says how many tokens are new; 0 where the server is silent. */
    private int usage(ObjectNode event) {
        Usage told = Usages.parse(event.get("usage"));
        if (told == null) {
            return 0;
        }
        usage = told;
        int fresh = told.completionTokens() - counted;
        counted = told.completionTokens();
        return fresh;
    }

    private String thought(JsonNode entry) {
        return request instanceof ChatRequest ? TextAnswers.thought(entry.path("delta")) : "";
    }

    private String text(JsonNode entry) {
        return switch (request) {
            case ChatRequest chat -> TextAnswers.said(entry.path("delta"));
            case CompletionRequest completion -> entry.path("text").asString("");
        };
    }

    /** One answer as it grows. */
    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thought = new StringBuilder();
        private @Nullable List<TokenLogprob> logprobs;
        private final List<CallPiece> calls = new ArrayList<>();
        private @Nullable FinishReason reason;

        void add(
                String piece,
                String thinking,
                @Nullable List<TokenLogprob> tokens,
                JsonNode finish) {
            text.append(piece);
            thought.append(thinking);
            if (tokens != null) {
                logprobs = logprobs == null ? new ArrayList<>() : logprobs;
                logprobs.addAll(tokens);
            }
            if (finish.isString()) {
                reason = TextAnswers.reason(finish.stringValue());
            }
        }

        TextChoice whole(int index) {
            FinishReason why = reason == null ? FinishReason.STOP : reason;
            return new TextChoice(
                    index,
                    text.toString(),
                    why,
                    logprobs,
                    ToolCall.joined(calls),
                    thought.toString());
        }
    }
}
