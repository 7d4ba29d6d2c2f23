package dev.modeldeck.engine.inference;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an answer must say about itself, so that nothing is done in silence.
 *
 * @param truncatedTokens of the prompt that were not read, as was asked
 * @param notHeld places in the schema that was asked for to which the answer was not held
 * @param ignored names of parameters that were not honoured, see {@link Extras#unheeded}
 */
public record AnswerNotes(int truncatedTokens, List<String> notHeld, List<String> ignored) {

    public static final AnswerNotes NONE = new AnswerNotes(0, List.of());

    public AnswerNotes(int truncatedTokens, List<String> notHeld) {
        this(truncatedTokens, notHeld, List.of());
    }

    public AnswerNotes {
        notHeld = List.copyOf(notHeld);
        ignored = List.copyOf(ignored);
    }

    /** The same, and these parameters were not honoured either. */
    public AnswerNotes ignoring(List<String> more) {
        return new AnswerNotes(
                truncatedTokens,
                notHeld,
                Stream.concat(ignored.stream(), more.stream()).distinct().sorted().toList());
    }

    public boolean none() {
        return equals(NONE);
    }
}
