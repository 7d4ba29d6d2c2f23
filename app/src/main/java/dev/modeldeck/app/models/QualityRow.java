package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.SchemeQuality;

import java.util.Locale;

/** A scheme's figures as they read. */
record QualityRow(
        String scheme,
        String perplexity,
        String divergence,
        String divergence99,
        String sameTop,
        String memory) {

    private static final String NONE = "–";

    /** What the others are held against. */
    private static final String EXACT = QualityReport.SCHEMES.getFirst();

    static QualityRow of(SchemeQuality quality) {
        return switch (quality) {
            case SchemeQuality.Measured figures when figures.scheme().equals(EXACT) ->
                    new QualityRow(
                            figures.scheme(),
                            perplexity(figures.perplexity()),
                            NONE,
                            NONE,
                            NONE,
                            Formats.bytes(figures.memoryBytes()));
            case SchemeQuality.Measured figures ->
                    new QualityRow(
                            figures.scheme(),
                            perplexity(figures.perplexity()),
                            Formats.nats(figures.divergence()),
                            Formats.nats(figures.divergence99()),
                            share(figures.sameTop()),
                            Formats.bytes(figures.memoryBytes()));
            case SchemeQuality.Refused(String scheme, _) ->
                    new QualityRow(scheme, NONE, NONE, NONE, NONE, NONE);
        };
    }

    private static String perplexity(double value) {
        return String.format(Locale.ENGLISH, value < 1000 ? "%.2f" : "%,.0f", value);
    }

    private static String share(double fraction) {
        return fraction == 1
                ? "100 %"
                : String.format(Locale.ENGLISH, "%.1f %%", Math.min(99.9, 100 * fraction));
    }
}
