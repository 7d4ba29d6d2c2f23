package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;

/** What the quality check does now; there is one at a time, as each takes the whole machine. */
public sealed interface QualityRun {

    /** A version and the text that it reads. */
    record Subject(ModelName model, int version, String textSha256) {}

    /** Nothing runs, and the last run ended well or was cancelled. */
    record Idle() implements QualityRun {}

    /**
     * A version is measured.
     *
     * @param fraction of all schemes together, from 0 to 1
     * @param scheme that is measured now; empty while the files are checked
     * @param what is being done
     */
    record Running(Subject subject, double fraction, String scheme, String what)
            implements QualityRun {}

    /**
     * The last run failed; the schemes before the one at fault were measured and kept.
     *
     * @param scheme at fault; empty where none was begun
     */
    record Failed(Subject subject, String scheme, Problem problem) implements QualityRun {}
}
