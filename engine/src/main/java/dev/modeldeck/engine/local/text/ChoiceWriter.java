package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TextChunk.CallPiece;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.inference.ToolCall;
import dev.modeldeck.engine.local.text.calls.CallReader;
import dev.modeldeck.engine.local.tokens.StreamDecoder;
import dev.modeldeck.engine.local.tokens.TextTokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the text of one answer, and the calls of tools in it, from its tokens, and passes them on
 * in whole characters.
 */
final class ChoiceWriter {

    private final int index;
    private final StreamDecoder decoder;
    private final StopScanner stops;
    private final ChunkListener listener;
    private final @Nullable CallReader reader;
    private final Map<Integer, String> marks;
    private final boolean single;
    private final boolean only;
    private final @Nullable ThoughtReader thoughts;
    private final StringBuilder thought = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<CallPiece> calls = new ArrayList<>();
    private final @Nullable Logprobs logprobs;
    private final List<TokenLogprob> all = new ArrayList<>();
    private final List<TokenLogprob> pending = new ArrayList<>();
    private int pendingTokens;
    private int tokens;

    ChoiceWriter(
            int index,
            TextTokenizer tokenizer,
            List<String> stops,
            AnswerPlan plan,
            @Nullable ThoughtReader thoughts,
            @Nullable Logprobs logprobs,
            ChunkListener listener) {
        this.index = index;
        this.decoder = new StreamDecoder(tokenizer);
        this.stops = new StopScanner(stops);
        this.reader = plan.calls().map(found -> found.reader().get()).orElse(null);
        this.marks = plan.calls().map(AnswerPlan.Calls::marks).orElse(Map.of());
        this.single = plan.calls().map(AnswerPlan.Calls::single).orElse(false);
        this.only = plan.calls().map(AnswerPlan.Calls::only).orElse(false);
        this.thoughts = thoughts;
        this.logprobs = logprobs;
        this.listener = listener;
    }

    /** Repeats the prompt before the answer. */
    void echo(String prompt) {
        give(prompt);
    }

    /**
     * Adds a token with the logits it was chosen from. Returns whether the answer ends: because a
     * stop text has come, or the only call that was wanted.
     */
    boolean add(int token, float[] logits) {
        tokens++;
        pendingTokens++;
        if (logprobs != null) {
            TokenLogprob logprob = logprobs.of(token, logits);
            all.add(logprob);
            pending.add(logprob);
        }
        String mark = marks.get(token);
        give(stops.add(mark == null ? decoder.add(token) : decoder.finish() + mark));
        return stops.stopped() || (single && reader != null && reader.completed() > 0);
    }

    int tokens() {
        return tokens;
    }

    /**
     * Gives out what was held back. A stop text may have come even now: it wins over the reason, as
     * a call does over an end.
     */
    TextChoice finish(FinishReason reason) {
        if (!stops.stopped()) {
            give(stops.add(decoder.finish()) + stops.finish());
        }
        if (thoughts != null) {
            give(thoughts.finish());
        }
        if (reader != null) {
            reader.finish().stream()
                    .filter(piece -> !only || piece.call() != null)
                    .forEach(this::send);
        }
        if (pendingTokens > 0) {
            send("", null);
        }
        FinishReason ended = stops.stopped() ? FinishReason.STOP : reason;
        boolean called = reader != null && reader.completed() > 0;
        return new TextChoice(
                index,
                text.toString(),
                called && ended == FinishReason.STOP ? FinishReason.TOOL_CALLS : ended,
                logprobs == null ? null : all,
                ToolCall.joined(calls),
                thought.toString());
    }

    private void give(String piece) {
        if (thoughts == null) {
            answer(piece);
        } else {
            give(thoughts.add(piece));
        }
    }

    private void give(ThoughtReader.Piece piece) {
        if (!piece.thought().isEmpty()) {
            thought.append(piece.thought());
            send(TextChunk.thinking(index, piece.thought(), pendingTokens, pending));
        }
        answer(piece.text());
    }

    private void answer(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (reader == null) {
            text.append(piece);
            send(piece, null);
        } else {
            reader.add(piece).forEach(this::send);
        }
    }

    private void send(CallReader.Piece piece) {
        text.append(piece.text());
        if (piece.call() != null) {
            calls.add(piece.call());
        }
        send(piece.text(), piece.call());
    }

    private void send(String piece, @Nullable CallPiece call) {
        send(new TextChunk(index, piece, pendingTokens, pending, call));
    }

    private void send(TextChunk chunk) {
        listener.onChunk(chunk);
        pending.clear();
        pendingTokens = 0;
    }
}
