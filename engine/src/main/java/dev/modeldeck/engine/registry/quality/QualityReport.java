package dev.modeldeck.engine.registry.quality;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about a version from one text.
 *
 * @param textSha256 of the text that was read
 * @param tokens of the text that were read
 * @param textTokens that the whole text has; more than were read where it was too long
 * @param at when the newest of the figures was found
 * @param schemes in the order of {@link #SCHEMES}; those that were not measured are missing
 */
public record QualityReport(
        String textSha256, int tokens, int textTokens, Instant at, List<SchemeQuality> schemes) {

    /** All schemes, from the largest to the smallest; the first is what others are held against. */
    public static final List<String> SCHEMES = List.of("f32", "bf16", "fp16", "int8", "int4");

    public QualityReport {
        schemes = List.copyOf(schemes);
    }

    /** The figures of a scheme, where it was measured. */
    public Optional<SchemeQuality.Measured> measured(String scheme) {
        return schemes.stream()
                .filter(one -> one.scheme().equals(scheme))
                .filter(SchemeQuality.Measured.class::isInstance)
                .map(SchemeQuality.Measured.class::cast)
                .findFirst();
    }
}
