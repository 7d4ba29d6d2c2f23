package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.KeyedRows;
import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.RemoteServer;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.util.List;

/** All connections, and the search in them. */
final class ConnectionsViewModel {

    private final ConnectionWords words;
    private final ObservableList<ConnectionRow> rows = FXCollections.observableArrayList();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());
    private List<ConnectionRow> all = List.of();

    ConnectionsViewModel(List<RemoteServer> kinds) {
        this.words = new ConnectionWords(kinds);
        search.subscribe(this::show);
    }

    /** Those that pass the search, by name. */
    ObservableList<ConnectionRow> rows() {
        return rows;
    }

    StringProperty search() {
        return search;
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    /** The moment from which ages are told; the view's clock moves it on. */
    ObjectProperty<Instant> now() {
        return now;
    }

    /** How many there are, whatever the search. */
    int count() {
        return all.size();
    }

    /** How many of them cannot be seen. */
    long troubled() {
        return all.stream().filter(row -> !row.look().trouble().isEmpty()).count();
    }

    void offer(List<ConnectionView> views) {
        all = views.stream().map(view -> ConnectionRow.of(view, words)).toList();
        show();
        state.set(all.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
    }

    private void show() {
        List<ConnectionRow> found = all.stream().filter(row -> row.matches(search.get())).toList();
        KeyedRows.update(rows, found, ConnectionRow::id);
    }
}
