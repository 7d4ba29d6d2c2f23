package dev.modeldeck.engine.connections;

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

import dev.modeldeck.engine.connections.Figure.Measure;

/** What two sums that say little for themselves say together. */
public enum Ratio {
    REQUEST_TIME(REQUEST_SECONDS, REQUESTS),
    QUEUE_TIME(QUEUE_SECONDS, REQUESTS),
    FIRST_TOKEN(FIRST_TOKEN_SECONDS, FIRST_TOKENS),
    INTER_TOKEN(INTER_TOKEN_SECONDS, INTER_TOKENS),
    PREFILL(PROMPT_TOKENS, PROMPT_SECONDS),
    DECODE(GENERATED_TOKENS, GENERATION_SECONDS),
    PREFIX_HITS(PREFIX_CACHE_HITS, PREFIX_CACHE_QUERIES),
    DRAFTS_ACCEPTED(ACCEPTED_TOKENS, DRAFTED_TOKENS);

    private final Measure above;
    private final Measure below;

    Ratio(Measure above, Measure below) {
        this.above = above;
        this.below = below;
    }

    public Measure above() {
        return above;
    }

    public Measure below() {
        return below;
    }

    /** What kind of number it is. */
    public enum Shape {
        /** Seconds for each. */
        MEAN,
        /** How many in a second. */
        SPEED,
        /** From 0 to 1. */
        SHARE
    }

    public Shape shape() {
        if (above.unit().equals("s")) {
            return Shape.MEAN;
        }
        return below.unit().equals("s") ? Shape.SPEED : Shape.SHARE;
    }
}
