package dev.modeldeck.engine.inference;

import java.util.List;

/**
 * What an answer must say about itself, so that nothing is done in silence.
 *
 * @param truncatedTokens of the prompt that were not read, as was asked
 * @param notHeld places in the schema that was asked for to which the answer was not held
 */
public record AnswerNotes(int truncatedTokens, List<String> notHeld) {

    public static final AnswerNotes NONE = new AnswerNotes(0, List.of());

    public AnswerNotes {
        notHeld = List.copyOf(notHeld);
    }

    public boolean none() {
        return equals(NONE);
    }
}
