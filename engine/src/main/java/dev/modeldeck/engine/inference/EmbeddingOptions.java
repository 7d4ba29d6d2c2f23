package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

/**
 * What vectors of texts are wanted. A null means that the caller did not say.
 *
 * @param dimensions numbers of a vector to be kept from its start (Kusupati et al. 2022,
 *     "Matryoshka Representation Learning"); of the same length as the whole vector where that is 1
 * @param promptName of the model's own prompts, the one that is put before each text
 */
public record EmbeddingOptions(
        @Nullable Integer dimensions, @Nullable String promptName, ReadingOptions reading) {

    /** Nothing said. */
    public static EmbeddingOptions defaults() {
        return new EmbeddingOptions(null, null, ReadingOptions.WHOLE);
    }
}
