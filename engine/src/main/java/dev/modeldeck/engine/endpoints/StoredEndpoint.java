package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * What is kept of an endpoint between two starts.
 *
 * @param running false when a person stopped it
 * @param lastVersion of its configurations, given out so far
 * @param trouble why the pending configuration failed; null where it did not
 */
record StoredEndpoint(
        String id,
        EndpointName name,
        String creator,
        String description,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        boolean running,
        int lastVersion,
        @Nullable EndpointConfig active,
        @Nullable EndpointConfig pending,
        @Nullable String trouble) {

    StoredEndpoint {
        tags = Map.copyOf(tags);
    }

    StoredEndpoint described(String text, Map<String, String> newTags, Instant now) {
        return new StoredEndpoint(
                id,
                name,
                creator,
                text,
                newTags,
                createdAt,
                now,
                running,
                lastVersion,
                active,
                pending,
                trouble);
    }

    StoredEndpoint running(boolean wanted, Instant now) {
        return new StoredEndpoint(
                id,
                name,
                creator,
                description,
                tags,
                createdAt,
                now,
                wanted,
                lastVersion,
                active,
                pending,
                trouble);
    }

    /** With other configurations; the time of the last change stays, see {@link #touched}. */
    StoredEndpoint serving(
            @Nullable EndpointConfig newActive,
            @Nullable EndpointConfig newPending,
            @Nullable String newTrouble) {
        int newest = newPending == null ? lastVersion : Math.max(lastVersion, newPending.version());
        int given = newActive == null ? newest : Math.max(newest, newActive.version());
        return new StoredEndpoint(
                id,
                name,
                creator,
                description,
                tags,
                createdAt,
                updatedAt,
                running,
                given,
                newActive,
                newPending,
                newTrouble);
    }

    StoredEndpoint touched(Instant now) {
        return described(description, tags, now);
    }
}
