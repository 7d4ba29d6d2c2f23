package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoint.Deployment;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;
import dev.modeldeck.engine.endpoints.EndpointState;

import java.util.List;

/** How an endpoint is, to the person who looks at it: in a word or two, and what they mean. */
public record EndpointStatus(String words, StatusPill.Tone tone) {

    /**
     * Databricks' words, unless it should answer and cannot: its state stays Ready while all its
     * workers are being started again, but a call would be refused.
     */
    public static EndpointStatus of(Endpoint endpoint) {
        EndpointState state = endpoint.state();
        List<Deployment> serving =
                endpoint.entities().stream()
                        .filter(entity -> !entity.pending())
                        .map(EntityStatus::deployment)
                        .toList();
        if (!state.ready() || serving.isEmpty() || serving.contains(Deployment.DEPLOYMENT_READY)) {
            return new EndpointStatus(
                    state.words(),
                    StatusPill.Tone.of(state.ready(), state.updating(), state.failed()));
        }
        return serving.contains(Deployment.DEPLOYMENT_RECOVERING)
                ? new EndpointStatus(
                        Texts.common().get("endpoint.recovering"), StatusPill.Tone.BUSY)
                : new EndpointStatus(Texts.common().get("endpoint.down"), StatusPill.Tone.BAD);
    }
}
