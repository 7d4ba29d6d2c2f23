package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint as it is at one moment.
 *
 * @param id opaque, stays when everything else changes
 * @param active the configuration that serves; null before the first became ready
 * @param pending the configuration being started, or the one that failed to; null otherwise
 * @param trouble why the last update failed or a worker is down, in a sentence; null when all is
 *     well
 * @param entities live state of each served entity, of the active and the pending configuration
 */
public record Endpoint(
        String id,
        EndpointName name,
        String creator,
        String description,
        Map<String, String> tags,
        Instant createdAt,
        Instant updatedAt,
        EndpointState state,
        @Nullable EndpointConfig active,
        @Nullable EndpointConfig pending,
        @Nullable String trouble,
        List<EntityStatus> entities) {

    public Endpoint {
        tags = Map.copyOf(tags);
        entities = List.copyOf(entities);
    }

    /** The configuration to show: what serves, else what is to serve. */
    public Optional<EndpointConfig> config() {
        return Optional.ofNullable(active != null ? active : pending);
    }

    /**
     * A served entity's worker.
     *
     * @param pending whether it belongs to the pending configuration
     * @param progress of loading, 0 to 1; negative where unknown
     * @param message what it is doing, or what went wrong
     * @param pid process id of the worker; 0 while there is none
     */
    public record EntityStatus(
            String servedEntity,
            boolean pending,
            Deployment deployment,
            double progress,
            String message,
            long pid,
            int restarts) {}

    /** Databricks' deployment states. */
    public enum Deployment {
        DEPLOYMENT_CREATING,
        DEPLOYMENT_READY,
        DEPLOYMENT_RECOVERING,
        DEPLOYMENT_FAILED,
        DEPLOYMENT_ABORTED
    }
}
