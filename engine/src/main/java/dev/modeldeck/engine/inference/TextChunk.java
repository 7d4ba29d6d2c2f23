package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * A piece of a streamed answer: whole characters only, possibly of several tokens.
 *
 * @param choice which answer it belongs to, from 0
 * @param tokens how many tokens it stands for (0 where a remote server does not say)
 * @param logprobs of its tokens; empty unless asked for
 */
public record TextChunk(int choice, String text, int tokens, List<TokenLogprob> logprobs) {

    public TextChunk {
        logprobs = List.copyOf(logprobs);
    }
}
