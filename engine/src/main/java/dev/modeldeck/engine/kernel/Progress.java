package dev.modeldeck.engine.kernel;

/** Told how far long work has come; fraction from 0 to 1, negative where unknown. */
@FunctionalInterface
public interface Progress {

    void report(double fraction, String what);

    static Progress none() {
        return (fraction, what) -> {};
    }
}
