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

    /** It was chosen while in front already: show what it begins with. */
    default void home() {}

    /** Escape was pressed and nothing had a use for it: one level up, where there is one. */
    default void up() {}

    /** The window closes. */
    default void close() {}
}
