package dev.modeldeck.engine.local.text;

/**
 * Guesses how a text goes on. What is answered never depends on it, only how many steps it takes.
 */
interface Guesser {

    /**
     * Tokens that may follow.
     *
     * @param tokens the text, and room behind it
     * @param count tokens of the text; more than last time, or a text of its own that began anew
     * @param most how many may be guessed, at least 1
     * @return as many at most; nothing where there is no guess
     */
    int[] guess(int[] tokens, int count, int most);
}
