package dev.modeldeck.engine.local.text;

import java.util.concurrent.CompletableFuture;

/**
 * One request's next piece of work in a decoder: tokens to append to a sequence.
 *
 * @param base where the sequence begins in the decoder's memory
 * @param start how many tokens of the sequence are there already; what lies beyond is overwritten
 * @param wanted for how many of the last tokens logits are wanted, at least 1
 * @param length positions that the sequence is going to have before anything is generated; position
 *     scalings that depend on it do not change between the pieces of one prompt
 * @param logits the outcome: one row, as long as the vocabulary, for each wanted token
 */
record Step(
        int base,
        int[] ids,
        int start,
        int wanted,
        int length,
        CompletableFuture<float[][]> logits) {

    /** Tokens that a step has at most when it is computed together with others. */
    static final int WIDEST = 8;

    Step(int base, int[] ids, int start, int wanted, int length) {
        this(base, ids, start, wanted, length, new CompletableFuture<>());
    }

    /**
     * Whether it can be computed together with those of other sequences: a token, or one with those
     * that are guessed to follow it, and logits of all.
     */
    boolean joins() {
        return ids.length == wanted && ids.length <= WIDEST;
    }

    int end() {
        return start + ids.length;
    }

    /** Positions of the sequence by which positions are scaled. */
    int scaled() {
        return Math.max(length, end());
    }
}
