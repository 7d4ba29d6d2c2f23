package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.vectors.HeadMemory;
import dev.modeldeck.engine.local.vectors.RowMatrix;

import org.jspecify.annotations.Nullable;

/**
 * What {@link ShortPass} needs of a layer. Vectors are null where the family has none.
 *
 * @param first to gate and up, one after the other
 * @param headNorm weights for each query head and then each key head
 * @param window how many positions a token sees, with its own; 0 for all before it
 * @param rope which of the decoder's rotations
 */
record ShortLayer(
        Map qkv,
        Map output,
        Map first,
        Map down,
        float[] attentionNorm,
        float[] mlpNorm,
        float @Nullable [] attentionPostNorm,
        float @Nullable [] mlpPostNorm,
        float @Nullable [] headNorm,
        HeadMemory keys,
        HeadMemory values,
        int window,
        int rope) {

    /** A linear map. */
    record Map(RowMatrix matrix, float @Nullable [] bias) {}
}
