package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;
import dev.modeldeck.engine.endpoints.ServedEntity.External;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A served entity of the form that is a model of a server elsewhere. */
final class ExternalViewModel implements EntityForm {

    static final String CHAT = "llm/v1/chat";
    static final String COMPLETIONS = "llm/v1/completions";
    static final String EMBEDDINGS = "llm/v1/embeddings";

    /** For what only takes rows or tensors. */
    static final String OTHER = "";

    private final Texts texts = Texts.of("endpoints");
    private final Supplier<List<ConnectionView>> connections;
    private final ObjectProperty<@Nullable String> connection = new SimpleObjectProperty<>();
    private final ObservableList<String> models = FXCollections.observableArrayList();
    private final StringProperty model = new SimpleStringProperty("");
    private final ObjectProperty<String> task = new SimpleObjectProperty<>(CHAT);
    private final StringProperty name = new SimpleStringProperty("");
    private final IntegerProperty percentage = new SimpleIntegerProperty(100);
    private @Nullable ServedEntity served;

    ExternalViewModel(Supplier<List<ConnectionView>> connections) {
        this.connections = connections;
        connection.subscribe(this::connectionChosen);
        model.subscribe(this::modelChosen);
    }

    /** Names of the connected servers. */
    List<String> connections() {
        return connections.get().stream().map(view -> view.connection().name()).toList();
    }

    /** The chosen one; null for none, and for a provider that was named by hand. */
    ObjectProperty<@Nullable String> connection() {
        return connection;
    }

    /** Of the chosen server, as it was last seen. */
    ObservableList<String> models() {
        return models;
    }

    /** Also one that the server does not list. */
    StringProperty model() {
        return model;
    }

    /** Databricks' word for what it does. */
    ObjectProperty<String> task() {
        return task;
    }

    StringProperty name() {
        return name;
    }

    @Override
    public IntegerProperty percentage() {
        return percentage;
    }

    /** The provider that was named by hand, which the form keeps but does not change. */
    Optional<String> provider() {
        return external()
                .filter(external -> external.connection().isEmpty())
                .map(External::provider);
    }

    void choose(String server, String wanted) {
        connection.set(server);
        model.set(wanted);
    }

    /** Takes over an entity that is served already. */
    void fill(ServedEntity entity, External external, int share) {
        served = entity;
        connection.set(external.connection().map(this::nowCalled).orElse(null));
        model.set(external.name());
        task.set(external.task());
        name.set(entity.name().equals(defaultName()) ? "" : entity.name());
        percentage.set(share);
    }

    String defaultName() {
        return model.get().strip().replaceAll("[^A-Za-z0-9 _-]", "-");
    }

    @Override
    public String effectiveName() {
        return name.get().isBlank() ? defaultName() : name.get().strip();
    }

    @Override
    public boolean untouched() {
        return connection.get() == null && model.get().isBlank();
    }

    @Override
    public Optional<String> complaint() {
        if (connection.get() == null && provider().isEmpty()) {
            return Optional.of(texts.get("wrong.connection"));
        }
        return model.get().isBlank() ? Optional.of(texts.get("wrong.external")) : Optional.empty();
    }

    @Override
    public ServedEntity entity() {
        String server = connection.get();
        External wanted =
                server == null
                        ? external().map(this::renamed).orElseThrow()
                        : External.connected(model.get().strip(), task.get(), server);
        return new ServedEntity(
                effectiveName(),
                wanted,
                served == null ? ServedEntity.Compute.elsewhere() : served.compute(),
                served == null ? "" : served.workloadSize(),
                served != null && served.scaleToZero(),
                served == null ? Map.of() : served.environment());
    }

    /** A connection may have got another name since; its number stays. */
    private String nowCalled(Connected server) {
        return connections.get().stream()
                .map(ConnectionView::connection)
                .filter(one -> server.isAt(one.id(), one.name()))
                .map(Connection::name)
                .findFirst()
                .orElse(server.name());
    }

    private External renamed(External before) {
        return new External(model.get().strip(), before.provider(), task.get(), before.config());
    }

    private Optional<External> external() {
        return served != null && served.source() instanceof External external
                ? Optional.of(external)
                : Optional.empty();
    }

    private void connectionChosen() {
        models.setAll(
                seen().map(ServerLook::models).orElse(List.of()).stream()
                        .map(ServedModel::name)
                        .toList());
        if (!models.isEmpty() && model.get().isBlank()) {
            model.set(models.getFirst());
        }
    }

    /** What the server says that the model can decides about the task. */
    private void modelChosen() {
        seen().flatMap(look ->
                        look.models().stream()
                                .filter(one -> one.name().equals(model.get()))
                                .findFirst())
                .map(ServedModel::capabilities)
                .filter(can -> !can.isEmpty())
                .ifPresent(can -> task.set(task(can)));
    }

    private static String task(Set<Capability> can) {
        if (can.contains(Capability.CHAT)) {
            return CHAT;
        }
        return can.contains(Capability.COMPLETION)
                ? COMPLETIONS
                : can.contains(Capability.EMBEDDING) ? EMBEDDINGS : OTHER;
    }

    private Optional<ServerLook> seen() {
        return connections.get().stream()
                .filter(view -> view.connection().name().equals(connection.get()))
                .findFirst()
                .flatMap(view -> view.health().seen());
    }
}
