package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.KeyedRows;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One connection: how its server is and what is there, as it changes. */
final class PageViewModel {

    private final Connections connections;
    private final Work work;
    private final Runnable gone;
    private final ReadOnlyObjectWrapper<ConnectionView> view;
    private final ObservableList<ServedModel> models = FXCollections.observableArrayList();
    private final ConnectionWords words;
    private final ReadOnlyObjectWrapper<Optional<RemoteServer>> kind =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Instant> now = new SimpleObjectProperty<>(Instant.now());
    private final ReadOnlyBooleanWrapper refreshing = new ReadOnlyBooleanWrapper();
    private final Subscription changes;

    /**
     * @param gone called when the connection is no more
     */
    PageViewModel(Connections connections, Work work, ConnectionView shown, Runnable gone) {
        this.connections = connections;
        this.work = work;
        this.gone = gone;
        this.words = new ConnectionWords(connections.kinds());
        this.view = new ReadOnlyObjectWrapper<>(shown);
        show(shown);
        search.subscribe(this::list);
        changes = work.follow(connections.all(), this::changed);
    }

    ReadOnlyObjectProperty<ConnectionView> view() {
        return view.getReadOnlyProperty();
    }

    ConnectionWords words() {
        return words;
    }

    String id() {
        return view.get().connection().id();
    }

    /** What is there, or was when it was last seen. */
    Optional<ServerLook> look() {
        return view.get().health().seen();
    }

    /** The models that pass the search. */
    ObservableList<ServedModel> models() {
        return models;
    }

    StringProperty search() {
        return search;
    }

    /** The moment from which ages are told; the view's clock moves it on. */
    ObjectProperty<Instant> now() {
        return now;
    }

    /** What the server is, and so what it offers; empty while that is not known. */
    ReadOnlyObjectProperty<Optional<RemoteServer>> kind() {
        return kind.getReadOnlyProperty();
    }

    /** What can be read there. */
    List<ServerPage> pages(ServerAction.Target of) {
        return kind.get().stream()
                .flatMap(server -> server.pages().stream())
                .filter(page -> page.target() == of)
                .toList();
    }

    /** What can be changed on the server itself. */
    List<ServerAction> actions() {
        return actions(ServerAction.Target.SERVER);
    }

    List<ServerAction> actions(ServedModel model) {
        return actions(ServerAction.Target.MODEL).stream()
                .filter(action -> action.offeredFor(model))
                .toList();
    }

    private List<ServerAction> actions(ServerAction.Target on) {
        return kind.get().stream()
                .flatMap(server -> server.actions().stream())
                .filter(action -> action.target() == on)
                .toList();
    }

    /** Whether a look that was asked for is under way. */
    ReadOnlyBooleanProperty refreshing() {
        return refreshing.getReadOnlyProperty();
    }

    void refresh() {
        refreshing.set(true);
        connections.refresh(id());
    }

    void delete(Consumer<Problem> failed) {
        String id = id();
        work.run(() -> connections.delete(id), () -> {}, failed);
    }

    void close() {
        changes.close();
    }

    private void changed(List<ConnectionView> all) {
        all.stream()
                .filter(each -> each.connection().id().equals(id()))
                .findFirst()
                .ifPresentOrElse(this::show, gone);
    }

    private void show(ConnectionView now) {
        boolean looked = !now.health().equals(view.get().health());
        if (looked) {
            refreshing.set(false);
        }
        view.set(now);
        kind.set(words.find(now.server()));
        list();
    }

    private void list() {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        List<ServedModel> found =
                look().map(ServerLook::models).orElse(List.of()).stream()
                        .filter(model -> matches(model, wanted))
                        .toList();
        KeyedRows.update(models, found, ServedModel::name);
    }

    private static boolean matches(ServedModel model, String wanted) {
        return Stream.concat(Stream.of(model.name(), model.task()), model.facts().values().stream())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }
}
