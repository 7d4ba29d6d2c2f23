package dev.modeldeck.engine.remote;

import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceResult.FinishReason;
import dev.modeldeck.engine.inference.InferenceResult.TextChoice;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.Payload.Prompt;
import dev.modeldeck.engine.inference.TextChunk;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** One written answer as it grows, passed on piece by piece. */
public final class GrowingText {

    private final int index;
    private final ChunkListener chunks;
    private final StringBuilder text = new StringBuilder();

    private GrowingText(int index, ChunkListener chunks) {
        this.index = index;
        this.chunks = chunks;
    }

    /**
     * Asks for one prompt after the other, on servers that take one text and give one answer to it.
     *
     * @param server of which is said what it does not do: {@code A model of TorchServe}
     * @param ask is given a prompt and the answer, which holds the prompt where it is echoed
     */
    public static List<TextChoice> each(
            Payload.Completion asked,
            String server,
            ChunkListener chunks,
            BiFunction<String, GrowingText, TextChoice> ask) {
        if (asked.choices() != 1) {
            throw unsupported(server + " gives one answer to a prompt; ask for one (\"n\": 1).");
        }
        List<TextChoice> choices = new ArrayList<>();
        for (Prompt prompt : asked.prompts()) {
            if (!(prompt instanceof Prompt.Text(String words))) {
                throw unsupported(server + " takes texts as prompts, not tokens or pairs.");
            }
            GrowingText answer = new GrowingText(choices.size(), chunks);
            if (asked.echo()) {
                answer.say(words, 0);
            }
            choices.add(ask.apply(words, answer));
        }
        return choices;
    }

    /**
     * @param tokens as many as the piece is made of; 0 where that is not told
     */
    public void say(String piece, int tokens) {
        if (!piece.isEmpty()) {
            text.append(piece);
            chunks.onChunk(new TextChunk(index, piece, tokens, List.of()));
        }
    }

    public TextChoice ended(FinishReason reason) {
        return new TextChoice(index, text.toString(), reason, null);
    }

    private static EngineException unsupported(String message) {
        return new EngineException(new Problem.Unsupported(message));
    }
}
