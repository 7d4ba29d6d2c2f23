package dev.modeldeck.app.connections;

import static dev.modeldeck.engine.connections.Figure.Measure.ACCEPTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.DRAFTED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.FIRST_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATED_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.GENERATION_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.INTER_TOKEN_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_HITS;
import static dev.modeldeck.engine.connections.Figure.Measure.PREFIX_CACHE_QUERIES;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.PROMPT_TOKENS;
import static dev.modeldeck.engine.connections.Figure.Measure.QUEUE_SECONDS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUESTS;
import static dev.modeldeck.engine.connections.Figure.Measure.REQUEST_SECONDS;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Figure.Measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of a server in words. A sum says little, so where two sums make a mean, a rate or a
 * share, that is told instead.
 */
record FigureWords(String name, String value, String remark) {

    /** A sum that is told as its quotient with another. */
    private enum Quotient {
        REQUEST_TIME(REQUEST_SECONDS, REQUESTS, "figure.requestTime", Shape.MEAN),
        QUEUE_TIME(QUEUE_SECONDS, REQUESTS, "figure.queueTime", Shape.MEAN),
        FIRST_TOKEN(FIRST_TOKEN_SECONDS, FIRST_TOKENS, "figure.firstToken", Shape.MEAN),
        INTER_TOKEN(INTER_TOKEN_SECONDS, INTER_TOKENS, "figure.interToken", Shape.MEAN),
        PREFILL(PROMPT_TOKENS, PROMPT_SECONDS, "figure.prefill", Shape.SPEED),
        DECODE(GENERATED_TOKENS, GENERATION_SECONDS, "figure.decode", Shape.SPEED),
        PREFIX_HITS(PREFIX_CACHE_HITS, PREFIX_CACHE_QUERIES, "figure.prefixHits", Shape.SHARE),
        ACCEPTED(ACCEPTED_TOKENS, DRAFTED_TOKENS, "figure.accepted", Shape.SHARE);

        private final Measure above;
        private final Measure below;
        private final String key;
        private final Shape shape;

        Quotient(Measure above, Measure below, String key, Shape shape) {
            this.above = above;
            this.below = below;
            this.key = key;
            this.shape = shape;
        }
    }

    private enum Shape {
        MEAN,
        SPEED,
        SHARE
    }

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
            if (!measure.unit().equals("s") && !onlyDivides(measure)) {
                words.add(plain(measure, value, texts));
            }
        });
        for (Quotient quotient : Quotient.values()) {
            double above = values.getOrDefault(quotient.above, Double.NaN);
            double below = values.getOrDefault(quotient.below, Double.NaN);
            if (below > 0 && !Double.isNaN(above)) {
                words.add(quotient(quotient, above / below, texts));
            }
        }
        return words;
    }

    /** How often something was measured interests nobody for itself. */
    private static boolean onlyDivides(Measure measure) {
        return measure == FIRST_TOKENS
                || measure == INTER_TOKENS
                || measure == PREFIX_CACHE_QUERIES
                || measure == PREFIX_CACHE_HITS
                || measure == DRAFTED_TOKENS
                || measure == ACCEPTED_TOKENS;
    }

    private static FigureWords plain(Measure measure, double value, Texts texts) {
        String text =
                switch (measure.unit()) {
                    case "bytes" -> Formats.bytes(Math.round(value));
                    case "share" -> Formats.percent(value);
                    default -> Formats.count(Math.round(value));
                };
        return new FigureWords(
                ConnectionWords.spoken(measure),
                text,
                measure.growing() ? texts.get("figure.sinceStart") : texts.get("figure.now"));
    }

    private static FigureWords quotient(Quotient quotient, double value, Texts texts) {
        String text =
                switch (quotient.shape) {
                    case MEAN -> Formats.millis(value * 1000);
                    case SPEED -> String.format(Locale.ENGLISH, "%.1f", value);
                    case SHARE -> Formats.percent(value);
                };
        return new FigureWords(
                texts.get(quotient.key),
                text,
                texts.get(quotient.shape == Shape.MEAN ? "figure.mean" : "figure.sinceStart"));
    }
}
