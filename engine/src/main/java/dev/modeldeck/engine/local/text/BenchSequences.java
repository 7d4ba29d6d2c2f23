package dev.modeldeck.engine.local.text;

import java.util.Random;

/** Sequences of tokens drawn by lot, for measuring. */
final class BenchSequences {

    private final TextParts parts;
    private final Random random = new Random(1);

    BenchSequences(TextParts parts) {
        this.parts = parts;
    }

    /** Whether the context has room for so many tokens. */
    boolean fit(int tokens) {
        return tokens <= parts.context();
    }

    /** Whether so many of them can be there at once. */
    boolean fit(int tokens, int sequences) {
        return fit(tokens) && (long) tokens * sequences <= parts.decoder().positions();
    }

    Sequence open() {
        return new Sequence(parts, Speculation::new);
    }

    int token() {
        return random.nextInt(parts.decoder().shape().vocabulary());
    }

    int[] tokens(int count) {
        return random.ints(count, 0, parts.decoder().shape().vocabulary()).toArray();
    }
}
