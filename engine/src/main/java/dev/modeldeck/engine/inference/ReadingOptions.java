package dev.modeldeck.engine.inference;

import org.jspecify.annotations.Nullable;

/**
 * How texts are read that are not continued but judged.
 *
 * @param truncateTo most tokens of a text, whose end is cut off beyond it or beyond what the model
 *     takes; null refuses what the model does not take whole
 */
public record ReadingOptions(@Nullable Integer truncateTo) {

    /** For {@code truncateTo}: as many as the model takes. */
    public static final int MODELS_OWN = Integer.MAX_VALUE;

    /** Whole texts only. */
    public static final ReadingOptions WHOLE = new ReadingOptions(null);
}
