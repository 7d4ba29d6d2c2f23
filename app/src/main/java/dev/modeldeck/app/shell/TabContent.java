package dev.modeldeck.app.shell;

import javafx.scene.Parent;

/** What a tab shows. All methods are called on the FX thread. */
public interface TabContent {

    Parent node();

    /** The tab is in front now: begin to refresh. */
    default void shown() {}

    /** Another tab is in front: stop refreshing. */
    default void hidden() {}

    /** Something in this tab was asked for, from here or elsewhere. */
    default void open(Destination destination) {}

    /** The window closes. */
    default void close() {}
}
