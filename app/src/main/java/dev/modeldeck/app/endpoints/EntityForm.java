package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.endpoints.ServedEntity;

import javafx.beans.property.IntegerProperty;

import java.util.Optional;

/** One served entity of the form, whatever it serves. */
sealed interface EntityForm permits EntityViewModel, ExternalViewModel {

    /** Its share of the calls. */
    IntegerProperty percentage();

    /** The name it is going to have: as typed, else the default one. */
    String effectiveName();

    /** Whether nothing was chosen yet. */
    boolean untouched();

    /** What is wrong, in a sentence; empty when nothing is. */
    Optional<String> complaint();

    /** The entity as chosen; only when there is no complaint. */
    ServedEntity entity();
}
