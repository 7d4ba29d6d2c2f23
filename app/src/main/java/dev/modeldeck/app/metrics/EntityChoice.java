package dev.modeldeck.app.metrics;

/** Whose lines the charts of an endpoint show. */
sealed interface EntityChoice {

    /** The endpoint as a whole. */
    record All() implements EntityChoice {}

    /** One line for each served entity. */
    record Compare() implements EntityChoice {}

    /** One served entity. */
    record One(String name) implements EntityChoice {}
}
