package dev.modeldeck.engine.inference;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an answer must say about itself, so that nothing is done in silence.
 *
 * @param truncatedTokens of the prompt that were not read, as was asked
 * @param notHeld places in the schema that was asked for to which the answer was not held
 * @param ignored names of parameters that were not honoured, see {@link Extras#unheeded}
 * @param assumed values of parameters that a server needs and nobody said: {@code max_tokens=4096}
 * @param served which of several models behind one name answered, in the server's words; empty
 *     where it does not say
 * @param estimated whether the tokens were counted here, as the server told none
 */
public record AnswerNotes(
        int truncatedTokens,
        List<String> notHeld,
        List<String> ignored,
        List<String> assumed,
        String served,
        boolean estimated) {

    public static final AnswerNotes NONE = new AnswerNotes(0, List.of());

    public AnswerNotes(int truncatedTokens, List<String> notHeld) {
        this(truncatedTokens, notHeld, List.of(), List.of(), "", false);
    }

    public AnswerNotes {
        notHeld = List.copyOf(notHeld);
        ignored = List.copyOf(ignored);
        assumed = List.copyOf(assumed);
    }

    /** The same, and these parameters were not honoured either. */
    public AnswerNotes ignoring(List<String> more) {
        return new AnswerNotes(
                truncatedTokens,
                notHeld,
                Stream.concat(ignored.stream(), more.stream()).distinct().sorted().toList(),
                assumed,
                served,
                estimated);
    }

    /** The same, and these values were taken where none were given. */
    public AnswerNotes assuming(List<String> values) {
        return new AnswerNotes(truncatedTokens, notHeld, ignored, values, served, estimated);
    }

    /** The same, and that one answered. */
    public AnswerNotes servedBy(String model) {
        return new AnswerNotes(truncatedTokens, notHeld, ignored, assumed, model, estimated);
    }

    /** The same, and its tokens were counted here. */
    public AnswerNotes estimating() {
        return new AnswerNotes(truncatedTokens, notHeld, ignored, assumed, served, true);
    }

    public boolean none() {
        return equals(NONE);
    }
}
