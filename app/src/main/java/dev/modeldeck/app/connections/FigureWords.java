package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;
import dev.modeldeck.engine.connections.Ratio;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Figures of a server in words. A sum says little, so where two sums make a mean, a rate or a
 * share, that is told instead.
 */
record FigureWords(String name, String value, String remark) {

    /**
     * What one server, or one model on it, measured.
     *
     * @param figures all of the same model
     */
    static List<FigureWords> of(List<Figure> figures, Texts texts) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        figures.forEach(figure -> values.put(figure.key(), figure.value()));
        List<FigureWords> words = new ArrayList<>();
        values.forEach((measure, value) -> {
            if (!onlyDivides(measure)) {
                words.add(plain(measure, value, texts));
            }
        });
        for (Ratio ratio : Ratio.values()) {
            double above = values.getOrDefault(ratio.above(), Double.NaN);
            double below = values.getOrDefault(ratio.below(), Double.NaN);
            if (below > 0 && !Double.isNaN(above)) {
                words.add(quotient(ratio, above / below, texts));
            }
        }
        return words;
    }

    /** Sums of times, and how often something was measured, interest nobody for themselves. */
    private static boolean onlyDivides(Measure measure) {
        return measure.growing() && measure.unit().equals("s")
                || measure == Measure.FIRST_TOKENS
                || measure == Measure.INTER_TOKENS
                || Stream.of(Ratio.values())
                        .filter(ratio -> ratio.shape() == Ratio.Shape.SHARE)
                        .anyMatch(ratio -> measure == ratio.above() || measure == ratio.below());
    }

    private static FigureWords plain(Measure measure, double value, Texts texts) {
        String text =
                switch (measure.unit()) {
                    case "bytes" -> Formats.bytes(Math.round(value));
                    case "share" -> Formats.percent(value);
                    case "s" -> Formats.millis(value * 1000);
                    default -> Formats.count(Math.round(value));
                };
        return new FigureWords(
                ConnectionWords.spoken(measure),
                text,
                measure.growing() ? texts.get("figure.sinceStart") : texts.get("figure.now"));
    }

    private static FigureWords quotient(Ratio ratio, double value, Texts texts) {
        String text =
                switch (ratio.shape()) {
                    case MEAN -> Formats.millis(value * 1000);
                    case SPEED -> String.format(Locale.ENGLISH, "%.1f", value);
                    case SHARE -> Formats.percent(value);
                };
        boolean mean = ratio.shape() == Ratio.Shape.MEAN;
        return new FigureWords(
                texts.get("figure." + ratio),
                text,
                texts.get(mean ? "figure.mean" : "figure.sinceStart"));
    }
}
