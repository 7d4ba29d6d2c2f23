package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.local.kernels.Precision;
import dev.modeldeck.engine.local.kernels.StoredInputs;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * How a decoder is loaded.
 *
 * @param device {@code cpu} or {@code cuda:0} …
 * @param positions that it remembers, of all sequences together
 * @param shortening whether short steps are computed in Java, where they can be
 * @param quantised where quantised weights are kept for later starts; null to keep none
 * @param largest bytes of a tensor that are handed over at once; what is larger comes in pieces
 */
record DecoderSpec(
        Precision precision,
        String device,
        int positions,
        boolean shortening,
        @Nullable Path quantised,
        long largest) {

    static DecoderSpec of(Precision precision, String device, int positions) {
        return new DecoderSpec(precision, device, positions, true, null, StoredInputs.LARGEST);
    }

    DecoderSpec shortening(boolean wanted) {
        return new DecoderSpec(precision, device, positions, wanted, quantised, largest);
    }

    DecoderSpec keeping(@Nullable Path file) {
        return new DecoderSpec(precision, device, positions, shortening, file, largest);
    }
}
