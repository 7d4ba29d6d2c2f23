package dev.modeldeck.app.metrics;

import java.util.List;

/**
 * What the charts show.
 *
 * @param endpoint its name
 * @param entities served entities whose lines are compared; empty for the endpoint as a whole
 */
record Selection(String endpoint, List<String> entities, TimeRange range) {

    Selection {
        entities = List.copyOf(entities);
    }
}
