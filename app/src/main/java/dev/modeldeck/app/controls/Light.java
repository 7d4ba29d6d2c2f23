package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.Endpoint.Deployment;
import dev.modeldeck.engine.endpoints.Endpoint.EntityStatus;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;

/**
 * How an endpoint, a server or a model on one is, to the person who looks at it: in a word or two,
 * and what they mean.
 */
public record Light(String words, StatusPill.Tone tone) {

    /**
     * Databricks' words, unless it should answer and cannot: its state stays Ready while all its
     * workers are being started again, but a call would be refused.
     */
    public static Light of(Endpoint endpoint) {
        EndpointState state = endpoint.state();
        List<Deployment> serving =
                endpoint.entities().stream()
                        .filter(entity -> !entity.pending())
                        .map(EntityStatus::deployment)
                        .toList();
        if (!state.ready() || serving.isEmpty() || serving.contains(Deployment.DEPLOYMENT_READY)) {
            return new Light(
                    state.words(),
                    StatusPill.Tone.of(state.ready(), state.updating(), state.failed()));
        }
        return serving.contains(Deployment.DEPLOYMENT_RECOVERING)
                ? light("endpoint.recovering", StatusPill.Tone.BUSY)
                : light("endpoint.down", StatusPill.Tone.BAD);
    }

    public static Light of(Health health) {
        return switch (health) {
            case Health.Unknown _ -> light("light.looking", StatusPill.Tone.BUSY);
            case Health.Well _ -> light("light.well", StatusPill.Tone.GOOD);
            case Health.Troubled troubled ->
                    light(trouble(troubled.problem()), StatusPill.Tone.BAD);
        };
    }

    public static Light of(ServedModel.State state) {
        return light(
                "light.model." + state,
                switch (state) {
                    case READY -> StatusPill.Tone.GOOD;
                    case CHANGING -> StatusPill.Tone.BUSY;
                    case FAILED -> StatusPill.Tone.BAD;
                    case NOT_LOADED, STOPPED -> StatusPill.Tone.OFF;
                });
    }

    private static Light light(String key, StatusPill.Tone tone) {
        return new Light(Texts.common().get(key), tone);
    }

    private static String trouble(Problem problem) {
        return switch (problem) {
            case Problem.Unauthenticated _, Problem.Forbidden _ -> "light.refused";
            case Problem.Unavailable _ -> "light.unreachable";
            case Problem.TimedOut _, Problem.Overloaded _ -> "light.slow";
            case Problem.Unsupported _ -> "light.unknown";
            case Problem.Invalid _,
                    Problem.NotFound _,
                    Problem.AlreadyExists _,
                    Problem.Conflict _,
                    Problem.TooLarge _,
                    Problem.Cancelled _,
                    Problem.Upstream _,
                    Problem.Damaged _,
                    Problem.Internal _ ->
                    "light.troubled";
        };
    }
}
