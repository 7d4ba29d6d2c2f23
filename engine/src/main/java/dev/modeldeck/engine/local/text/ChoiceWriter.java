package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.inference.TokenLogprob;
import dev.modeldeck.engine.local.tokens.StreamDecoder;
import dev.modeldeck.engine.local.tokens.TextTokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Makes the text of one answer from its tokens and passes it on in whole characters. */
final class ChoiceWriter {

    private final int index;
    private final StreamDecoder decoder;
    private final StopScanner stops;
    private final ChunkListener listener;
    private final StringBuilder text = new StringBuilder();
    private final @Nullable Logprobs logprobs;
    private final List<TokenLogprob> all = new ArrayList<>();
    private final List<TokenLogprob> pending = new ArrayList<>();
    private int pendingTokens;
    private int tokens;

    ChoiceWriter(
            int index,
            TextTokenizer tokenizer,
            List<String> stops,
            @Nullable Logprobs logprobs,
            ChunkListener listener) {
        this.index = index;
        this.decoder = new StreamDecoder(tokenizer);
        this.stops = new StopScanner(stops);
        this.logprobs = logprobs;
        this.listener = listener;
    }

    /** Repeats the prompt before the answer. */
    void echo(String prompt) {
        give(prompt);
    }

    /** Adds a token with the logits it was chosen from. Returns whether a stop text has come. */
    boolean add(int token, float[] logits) {
        tokens++;
        pendingTokens++;
        if (logprobs != null) {
            TokenLogprob logprob = logprobs.of(token, logits);
            all.add(logprob);
            pending.add(logprob);
        }
        give(stops.add(decoder.add(token)));
        return stops.stopped();
    }

    int tokens() {
        return tokens;
    }

    /**
     * Gives out what was held back. A stop text may have come even now: it wins over the reason.
     */
    TextChoice finish(FinishReason reason) {
        if (!stops.stopped()) {
            String rest = stops.add(decoder.finish()) + stops.finish();
            text.append(rest);
            if (!rest.isEmpty() || pendingTokens > 0) {
                send(rest);
            }
        } else if (pendingTokens > 0) {
            send("");
        }
        return new TextChoice(
                index,
                text.toString(),
                stops.stopped() ? FinishReason.STOP : reason,
                logprobs == null ? null : all);
    }

    private void give(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            send(piece);
        }
    }

    private void send(String piece) {
        listener.onChunk(new TextChunk(index, piece, pendingTokens, pending));
        pending.clear();
        pendingTokens = 0;
    }
}
