package dev.modeldeck.app.endpoints;

import javafx.scene.layout.VBox;

/** The card of a served entity in the form. */
interface ServedCard {

    VBox root();

    /** The card's number, and whether it can be removed. */
    void place(int number, boolean removable);
}
