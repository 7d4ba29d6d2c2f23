package dev.modeldeck.engine.metrics;

/**
 * Of what something is measured.
 *
 * @param entity a served entity; empty for the endpoint as a whole
 */
record Key(String endpoint, String entity) {

    static Key whole(String endpoint) {
        return new Key(endpoint, "");
    }
}
