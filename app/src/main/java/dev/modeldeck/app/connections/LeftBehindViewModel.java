package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.KeyedRows;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.RemoteImport;
import dev.modeldeck.engine.RemoteImports;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Imports that were stopped and cannot go on, as their server is not connected any more. */
final class LeftBehindViewModel {

    private final Connections connections;
    private final RemoteImports imports;
    private final Work work;
    private final ObservableList<RemoteImport> rows = FXCollections.observableArrayList();
    private final List<Subscription> changes;

    LeftBehindViewModel(Connections connections, RemoteImports imports, Work work) {
        this.connections = connections;
        this.imports = imports;
        this.work = work;
        changes =
                List.of(
                        work.follow(connections.all(), _ -> show()),
                        work.follow(imports.all(), _ -> show()));
    }

    ObservableList<RemoteImport> rows() {
        return rows;
    }

    void discard(String id, Consumer<Problem> failed) {
        work.run(() -> imports.discard(id), () -> {}, failed);
    }

    void close() {
        changes.forEach(Subscription::close);
    }

    private void show() {
        Set<String> there =
                connections.all().get().stream()
                        .map(view -> view.connection().id())
                        .collect(Collectors.toSet());
        List<RemoteImport> now =
                imports.all().get().stream()
                        .filter(one -> one.state() instanceof RemoteImport.State.Stopped)
                        .filter(one -> !there.contains(one.asked().connection()))
                        .toList();
        KeyedRows.update(rows, now, RemoteImport::id);
    }
}
