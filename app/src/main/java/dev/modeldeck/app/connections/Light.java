package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.kernel.Problem;

/** How a server or a model on it is: in a word or two, and what they mean. */
record Light(String words, StatusPill.Tone tone) {

    static Light of(Health health, Texts texts) {
        return switch (health) {
            case Health.Unknown _ -> new Light(texts.get("light.looking"), StatusPill.Tone.BUSY);
            case Health.Well _ -> new Light(texts.get("light.well"), StatusPill.Tone.GOOD);
            case Health.Troubled troubled ->
                    new Light(texts.get(trouble(troubled.problem())), StatusPill.Tone.BAD);
        };
    }

    static Light of(ServedModel.State state, Texts texts) {
        return new Light(
                texts.get("model." + state),
                switch (state) {
                    case READY -> StatusPill.Tone.GOOD;
                    case CHANGING -> StatusPill.Tone.BUSY;
                    case FAILED -> StatusPill.Tone.BAD;
                    case NOT_LOADED, STOPPED -> StatusPill.Tone.OFF;
                });
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
