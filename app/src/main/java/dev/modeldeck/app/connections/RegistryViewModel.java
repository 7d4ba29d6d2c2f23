package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.KeyedRows;
import dev.modeldeck.app.controls.ViewState;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.NewImport;
import dev.modeldeck.engine.RemoteImport;
import dev.modeldeck.engine.RemoteImports;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The registered models that a server keeps, and the versions of the one that is chosen. */
final class RegistryViewModel {

    /** What became of a version here. */
    enum Here {
        NOT_YET,
        RUNNING,
        STOPPED,
        DONE
    }

    record Row(Version version, Here here) {}

    private final Connections connections;
    private final RemoteImports imports;
    private final Work work;
    private final ReadOnlyObjectProperty<ConnectionView> server;
    private final ReadOnlyBooleanWrapper offered = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<ViewState> state =
            new ReadOnlyObjectWrapper<>(new ViewState.Loading());
    private final ReadOnlyObjectWrapper<ViewState> versionsState =
            new ReadOnlyObjectWrapper<>(new ViewState.Empty());
    private final ObservableList<Model> models = FXCollections.observableArrayList();
    private final ObservableList<Row> versions = FXCollections.observableArrayList();
    private final StringProperty search = new SimpleStringProperty("");
    private final Subscription changes;
    private List<Model> allModels = List.of();
    private List<Version> allVersions = List.of();
    private @Nullable Model chosen;
    private boolean asking;
    private boolean opened;
    private Work.Handle readingModels = () -> {};
    private Work.Handle readingVersions = () -> {};

    /**
     * @param server whose registry it is, as it changes
     */
    RegistryViewModel(
            Connections connections,
            RemoteImports imports,
            Work work,
            ReadOnlyObjectProperty<ConnectionView> server) {
        this.connections = connections;
        this.imports = imports;
        this.work = work;
        this.server = server;
        search.subscribe(this::list);
        server.subscribe(this::askWhether);
        changes = work.follow(imports.all(), _ -> mark());
    }

    /** Whether the server keeps registered models; not before it is known what it is. */
    ReadOnlyBooleanProperty offered() {
        return offered.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<ViewState> state() {
        return state.getReadOnlyProperty();
    }

    /** Empty while no model is chosen, and for one without versions. */
    ReadOnlyObjectProperty<ViewState> versionsState() {
        return versionsState.getReadOnlyProperty();
    }

    /** The models that pass the search. */
    ObservableList<Model> models() {
        return models;
    }

    /** Of the chosen model. */
    ObservableList<Row> versions() {
        return versions;
    }

    StringProperty search() {
        return search;
    }

    /** Reads the models where that was not begun yet. */
    void open() {
        if (!opened) {
            look();
        }
    }

    /** Reads the models, and the versions of the chosen one. */
    void look() {
        opened = true;
        readingModels.cancel();
        state.set(new ViewState.Loading());
        readingModels =
                work.run(
                        () -> registry().models(""),
                        this::show,
                        problem -> state.set(new ViewState.Troubled(problem)));
        lookAtVersions();
    }

    void choose(@Nullable Model model) {
        chosen = model;
        allVersions = List.of();
        mark();
        lookAtVersions();
    }

    void lookAtVersions() {
        readingVersions.cancel();
        Model model = chosen;
        if (model == null) {
            versionsState.set(new ViewState.Empty());
            return;
        }
        versionsState.set(new ViewState.Loading());
        readingVersions =
                work.run(
                        () -> registry().versions(model.id()),
                        this::showVersions,
                        problem -> versionsState.set(new ViewState.Troubled(problem)));
    }

    /** Its import into the registry here, which may have been begun already. */
    ImportViewModel importing(Version version) {
        String address = server.get().connection().address().toString();
        return new ImportViewModel(imports, work, NewImport.of(id(), address, version));
    }

    void close() {
        readingModels.cancel();
        readingVersions.cancel();
        changes.close();
    }

    private void askWhether(ConnectionView now) {
        if (!now.server().isEmpty() && !offered.get() && !asking) {
            asking = true;
            work.run(
                    () -> connections.registry(id()).isPresent(),
                    keeps -> {
                        asking = false;
                        offered.set(keeps);
                    },
                    // The page itself tells what is wrong with the server; its next look asks anew.
                    (Problem _) -> asking = false);
        }
    }

    private RemoteRegistry registry() {
        return connections
                .registry(id())
                .orElseThrow(
                        () -> EngineException.notFound("This server keeps no registered models."));
    }

    private String id() {
        return server.get().connection().id();
    }

    private void show(List<Model> now) {
        allModels = now;
        list();
        state.set(now.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
    }

    private void list() {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        List<Model> found = allModels.stream().filter(model -> matches(model, wanted)).toList();
        KeyedRows.update(models, found, Model::id);
    }

    private static boolean matches(Model model, String wanted) {
        return Stream.of(model.name(), model.place(), model.description())
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private void showVersions(List<Version> now) {
        allVersions = now;
        mark();
        versionsState.set(now.isEmpty() ? new ViewState.Empty() : new ViewState.Ready());
    }

    /** Only what is another one then is touched, as progress comes many times a second. */
    private void mark() {
        List<RemoteImport> all = imports.all().get();
        List<Row> rows =
                allVersions.stream().map(version -> new Row(version, here(all, version))).toList();
        KeyedRows.update(versions, rows, row -> row.version().number());
    }

    private Here here(List<RemoteImport> all, Version version) {
        return ImportViewModel.find(all, id(), version.model(), version.number())
                .map(one ->
                        switch (one.state()) {
                            case RemoteImport.State.Fetching _, RemoteImport.State.Registering _ ->
                                    Here.RUNNING;
                            case RemoteImport.State.Stopped _ -> Here.STOPPED;
                            case RemoteImport.State.Done _ -> Here.DONE;
                        })
                .orElse(Here.NOT_YET);
    }
}
