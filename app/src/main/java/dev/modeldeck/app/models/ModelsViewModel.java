package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.Subscription;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/** All registered models, and the search in them. */
final class ModelsViewModel {

    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());
    private final StringProperty search = new SimpleStringProperty("");
    private final ObservableList<ModelRow> rows = FXCollections.observableArrayList();
    private final Subscription following;
    private List<ModelRow> all = List.of();

    ModelsViewModel(Registry registry, Work work) {
        search.subscribe(query -> filter());
        following = work.follow(registry.models(), this::show);
    }

    ReadOnlyObjectProperty<ViewState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    StringProperty searchProperty() {
        return search;
    }

    /** Those that match the search. */
    ObservableList<ModelRow> rows() {
        return rows;
    }

    /** How many there are, whatever the search. */
    int count() {
        return all.size();
    }

    void close() {
        following.close();
    }

    private void show(List<RegisteredModel> models) {
        all = models.stream().map(ModelRow::of).toList();
        filter();
        state.set(all.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
    }

    private void filter() {
        String query = search.get();
        List<ModelRow> found =
                query.isBlank() ? all : all.stream().filter(row -> row.matches(query)).toList();
        if (!rows.equals(found)) {
            rows.setAll(found);
        }
    }
}
