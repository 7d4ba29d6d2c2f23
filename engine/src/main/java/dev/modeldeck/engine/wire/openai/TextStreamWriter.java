package dev.modeldeck.engine.wire.openai;

import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.Usage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns pieces of an answer into the events of OpenAI's stream, as a server sends them. One for
 * each answer; not for several threads. {@code data: [DONE]} is the sender's to add.
 */
public final class TextStreamWriter {

    private final AnswerHead head;
    private final TextRequest request;
    private final Set<Integer> begun = new HashSet<>();
    private final Map<Integer, Integer> offsets = new HashMap<>();
    private int tokens;

    public TextStreamWriter(AnswerHead head, TextRequest request) {
        this.head = head;
        this.request = request;
    }

    /** The event for a piece. */
    public List<ObjectNode> chunk(TextChunk chunk) {
        List<ObjectNode> events = new ArrayList<>();
        begin(chunk.choice(), events);
        tokens += chunk.tokens();
        ObjectNode event = event(new Usage(0, tokens));
        ObjectNode choice = choice(event, chunk.choice());
        switch (request) {
            case ChatRequest chat -> {
                CallPiece call = chunk.call();
                if (!chunk.thought().isEmpty()) {
                    choice.putObject("delta").put(TextAnswers.THOUGHT, chunk.thought());
                } else if (call == null) {
                    choice.putObject("delta").put("content", chunk.text());
                } else {
                    choice.putObject("delta").set("tool_calls", ToolCalls.json(call));
                }
                if (!chunk.logprobs().isEmpty()) {
                    choice.set("logprobs", Logprobs.json(chunk.logprobs()));
                }
            }
            case CompletionRequest completion -> {
                choice.put("text", chunk.text());
                int offset = offsets.getOrDefault(chunk.choice(), 0);
                if (!chunk.logprobs().isEmpty()) {
                    choice.set("logprobs", CompletionLogprobs.json(chunk.logprobs(), offset));
                }
                int length = chunk.text().codePointCount(0, chunk.text().length());
                offsets.put(chunk.choice(), offset + length);
            }
        }
        events.add(event);
        return events;
    }

    /** The last events: why each choice ended and, where asked for, the usage. */
    public List<ObjectNode> end(InferenceResult.Text result) {
        List<ObjectNode> events = new ArrayList<>();
        for (TextChoice ended : result.choices()) {
            begin(ended.index(), events);
            ObjectNode event = event(result.usage());
            choice(event, ended.index())
                    .put("finish_reason", TextAnswers.word(ended.finishReason()));
            events.add(event);
        }
        if (!events.isEmpty()) {
            Notes.write(events.getLast(), result.notes());
            Notes.write(events.getLast(), result.timings());
        }
        if (request.streaming().usageAtEnd()) {
            ObjectNode event = head.json(object());
            event.putArray("choices");
            event.set("usage", Usages.json(result.usage()));
            events.add(event);
        }
        return events;
    }

    /** A chat's answer begins with the role, alone. */
    private void begin(int index, List<ObjectNode> events) {
        if (request instanceof ChatRequest && begun.add(index)) {
            ObjectNode event = event(new Usage(0, tokens));
            choice(event, index).putObject("delta").put("role", "assistant").put("content", "");
            events.add(event);
        }
    }

    private ObjectNode event(@Nullable Usage soFar) {
        ObjectNode event = head.json(object());
        event.putArray("choices");
        if (request.streaming().usageInEveryChunk() && soFar != null) {
            event.set("usage", Usages.json(soFar));
        } else if (request.streaming().usageAtEnd()) {
            event.putNull("usage");
        }
        return event;
    }

    /** A choice that holds nothing yet, its keys in the order in which others write them. */
    private ObjectNode choice(ObjectNode event, int index) {
        ObjectNode choice = event.withArray("choices").addObject().put("index", index);
        switch (request) {
            case ChatRequest chat -> choice.putObject("delta");
            case CompletionRequest completion -> choice.put("text", "");
        }
        return choice.putNull("logprobs").putNull("finish_reason");
    }

    private String object() {
        return switch (request) {
            case ChatRequest chat -> "chat.completion.chunk";
            case CompletionRequest completion -> "text_completion";
        };
    }
}
