package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A piece of a streamed answer: whole characters only, possibly of several tokens.
 *
 * @param choice which answer it belongs to, from 0
 * @param tokens how many tokens it stands for (0 where a remote server does not say)
 * @param logprobs of its tokens; empty unless asked for
 * @param call a piece of a tool's call instead of text; null for text
 * @param thought what the model thinks before it answers, which is no part of the answer; empty for
 *     text and calls
 */
public record TextChunk(
        int choice,
        String text,
        int tokens,
        List<TokenLogprob> logprobs,
        @Nullable CallPiece call,
        String thought) {

    public TextChunk {
        logprobs = List.copyOf(logprobs);
    }

    public TextChunk(
            int choice,
            String text,
            int tokens,
            List<TokenLogprob> logprobs,
            @Nullable CallPiece call) {
        this(choice, text, tokens, logprobs, call, "");
    }

    public TextChunk(int choice, String text, int tokens, List<TokenLogprob> logprobs) {
        this(choice, text, tokens, logprobs, null);
    }

    /** A piece of what the model thinks. */
    public static TextChunk thinking(
            int choice, String thought, int tokens, List<TokenLogprob> logprobs) {
        return new TextChunk(choice, "", tokens, logprobs, null, thought);
    }

    /**
     * A piece of a call. The first of each call tells its id and name, and may have no arguments
     * yet.
     *
     * @param index of the call within the answer, from 0
     * @param id empty but for the first piece
     * @param name empty but for the first piece
     * @param arguments what is new of them
     */
    public record CallPiece(int index, String id, String name, String arguments) {}
}
