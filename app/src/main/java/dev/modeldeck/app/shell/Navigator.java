package dev.modeldeck.app.shell;

/** Leads to a place in the window. Call on the FX thread. */
@FunctionalInterface
public interface Navigator {

    void go(Destination destination);
}
