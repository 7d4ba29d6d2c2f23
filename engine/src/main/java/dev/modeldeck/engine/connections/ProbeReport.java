package dev.modeldeck.engine.connections;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was found on the way to a server, step by step.
 *
 * @param server id of the kind that it is; empty where it was not recognised
 * @param look what is there; null where one of the steps failed
 */
public record ProbeReport(List<Step> steps, String server, @Nullable ServerLook look) {

    public ProbeReport {
        steps = List.copyOf(steps);
    }

    public boolean well() {
        return look != null;
    }

    /** The step that failed. */
    public Optional<Step> failure() {
        return steps.stream().filter(step -> !step.ok()).findFirst();
    }

    /** What is tried, in this order; each needs those before. */
    public enum Kind {
        /** The host's name has an address. */
        NAME,
        /** Something listens there. */
        TCP,
        /** Its certificate is good; left out for http. */
        TLS,
        /** It speaks HTTP. */
        HTTP,
        /** It is a kind of server that we know. */
        RECOGNITION,
        /** It lets us in. */
        AUTHENTICATION,
        /** It tells what it serves. */
        MODELS
    }

    /**
     * @param said what was found, in a sentence
     * @param cure what to do; empty where it is well
     */
    public record Step(Kind kind, boolean ok, String said, String cure, Duration took) {}
}
