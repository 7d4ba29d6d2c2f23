package dev.modeldeck.engine.local.text;

import java.util.concurrent.CompletableFuture;

/**
 * One request's next piece of work in a decoder: tokens to append to the sequence of its slot.
 *
 * @param start how many tokens of the sequence are in the slot already; what lies beyond is
 *     overwritten
 * @param wanted for how many of the last tokens logits are wanted, at least 1
 * @param length positions that the sequence is going to have before anything is generated; position
 *     scalings that depend on it do not change between the pieces of one prompt
 * @param logits the outcome: one row, as long as the vocabulary, for each wanted token
 */
record Step(
        int slot,
        int[] ids,
        int start,
        int wanted,
        int length,
        CompletableFuture<float[][]> logits) {

    Step(int slot, int[] ids, int start, int wanted, int length) {
        this(slot, ids, start, wanted, length, new CompletableFuture<>());
    }

    /** A step by one token, which can be computed together with those of other slots. */
    boolean joins() {
        return ids.length == 1;
    }

    int end() {
        return start + ids.length;
    }
}
