package dev.modeldeck.engine.local.checkpoint;

/** Told how far the loading of a model is; called on the loading thread. */
@FunctionalInterface
public interface LoadProgress {

    /**
     * Loading has come so far.
     *
     * @param fraction from 0 to 1; negative where unknown
     * @param what what is being done, for people
     */
    void at(double fraction, String what);
}
