package dev.modeldeck.engine.local.encoder;

import dev.modeldeck.engine.local.kernels.Activation;

/**
 * The sizes of an encoder of BERT's kind (learnt positions, attention in both directions, norms
 * behind attention and MLP).
 *
 * @param positions rows of the table of positions
 * @param firstPosition row of the first token
 * @param padding id of the token that has no position of its own; -1 where all have one
 * @param tokenTypes rows of the table that tells the first text of a pair from the second; 0 for
 *     none
 * @param relativeBuckets distances between tokens that attention tells apart (Raffel et al. 2020);
 *     0 for none
 */
record EncoderShape(
        int vocabulary,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        double normEpsilon,
        Activation activation,
        int positions,
        int firstPosition,
        int padding,
        int tokenTypes,
        int relativeBuckets) {

    /** Most tokens of a text that have a position. */
    int longest() {
        return positions - firstPosition;
    }

    int headSize() {
        return hidden / heads;
    }
}
