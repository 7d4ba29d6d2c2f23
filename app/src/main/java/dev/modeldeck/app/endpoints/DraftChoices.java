package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.endpoints.ServedEntity.Draft;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.RegisteredModel;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Models that may guess for the chosen one, and which of them does: none at first. */
final class DraftChoices {

    private final ObservableList<DraftChoice> offered =
            FXCollections.observableArrayList(DraftChoice.NONE);
    private final ObjectProperty<DraftChoice> chosen = new SimpleObjectProperty<>(DraftChoice.NONE);

    ObservableList<DraftChoice> offered() {
        return offered;
    }

    ObjectProperty<DraftChoice> chosen() {
        return chosen;
    }

    /** Offers what is smaller; a choice that is offered no more is given up. */
    void offer(List<RegisteredModel> all, Optional<Inspection> larger) {
        List<DraftChoice> guessing = DraftChoice.of(all, larger);
        DraftChoice before = chosen.get();
        offered.setAll(guessing);
        chosen.set(guessing.contains(before) ? before : DraftChoice.NONE);
    }

    /** Chooses what is served, though it be registered no more: nothing is dropped in silence. */
    void take(@Nullable Draft served) {
        DraftChoice choice =
                offered.stream()
                        .filter(one -> Objects.equals(one.draft(), served))
                        .findFirst()
                        .orElseGet(() -> new DraftChoice(served, null));
        if (!offered.contains(choice)) {
            offered.add(choice);
        }
        chosen.set(choice);
    }
}
