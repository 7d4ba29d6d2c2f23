package dev.modeldeck.engine.inference;

/** What becomes of a prompt that does not fit into the model's context. */
public sealed interface Truncation {

    /** It is refused. */
    record Refuse() implements Truncation {}

    /**
     * The oldest turns of a conversation are left out, but never the system's word nor the last
     * question.
     */
    record OldestTurns() implements Truncation {}

    /**
     * Only the last tokens are read, whatever they are.
     *
     * @param tokens at least 1; {@link Integer#MAX_VALUE} for as many as fit
     */
    record LastTokens(int tokens) implements Truncation {}

    /** The prompt must fit. */
    static Truncation none() {
        return new Refuse();
    }
}
