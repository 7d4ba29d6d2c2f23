package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The form that connects a server, or changes how it is reached; and the test of it. */
final class FormViewModel {

    /** The part of the form that a complaint belongs to. */
    enum Place {
        ADDRESS,
        NAME,
        AUTH,
        NETWORK,
        FORM
    }

    /** What is wrong, and where. */
    record Complaint(Place place, String words) {}

    private static final Complaint NONE = new Complaint(Place.FORM, "");

    private final Texts texts = Texts.of("connections");
    private final Connections connections;
    private final ConnectionWords words;
    private final Work work;
    private final @Nullable ConnectionView edited;
    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty kind = new SimpleStringProperty("");
    private final AccessViewModel access;
    private final ProbeViewModel probe;
    private final ReadOnlyStringWrapper shownKind = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Complaint> complaint = new ReadOnlyObjectWrapper<>(NONE);
    private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();
    private final Map<String, String> settings = new HashMap<>();
    private String suggested = "";
    private String recognised = "";

    /**
     * @param edited the connection to be changed; null for a new one
     */
    FormViewModel(Connections connections, Work work, @Nullable ConnectionView edited) {
        this.connections = connections;
        this.words = new ConnectionWords(connections.kinds());
        this.work = work;
        this.edited = edited;
        this.access = new AccessViewModel(connections::keeps);
        this.probe = new ProbeViewModel(connections, work);
        if (edited != null) {
            takeOver(edited);
        }
        address.subscribe(this::suggest);
        kind.subscribe(ignored -> showKind());
        probe.state().subscribe(this::learn);
    }

    boolean editing() {
        return edited != null;
    }

    StringProperty address() {
        return address;
    }

    StringProperty name() {
        return name;
    }

    /** Id of the kind of server; empty to find out. */
    StringProperty kind() {
        return kind;
    }

    List<RemoteServer> kinds() {
        return connections.kinds();
    }

    ConnectionWords words() {
        return words;
    }

    AccessViewModel access() {
        return access;
    }

    ProbeViewModel probe() {
        return probe;
    }

    /** The kind whose settings are offered: the chosen one, or the one that was recognised. */
    ReadOnlyStringProperty shownKind() {
        return shownKind.getReadOnlyProperty();
    }

    /** What that kind of server can be told. */
    List<SettingSpec> settingSpecs() {
        return words.find(shownKind.get()).map(RemoteServer::settings).orElse(List.of());
    }

    /** Values of the kind's settings; those of other kinds are kept in case one goes back. */
    Map<String, String> settings() {
        return settings;
    }

    ReadOnlyObjectProperty<Complaint> complaint() {
        return complaint.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty saving() {
        return saving.getReadOnlyProperty();
    }

    /** Tries what was filled in, without keeping it. */
    void test() {
        draft().ifPresent(probe::test);
    }

    /** Keeps what was filled in; {@code done} gets its id. */
    void save(Consumer<String> done) {
        draft().ifPresent(draft -> {
            saving.set(true);
            work.run(
                    () -> connections.save(draft),
                    saved -> {
                        saving.set(false);
                        done.accept(saved.id());
                    },
                    this::refused);
        });
    }

    /** The form is left. */
    void close() {
        probe.cancel();
    }

    private Optional<Connection> draft() {
        complaint.set(NONE);
        try {
            if (address.get().isBlank()) {
                throw new EngineException(
                        new Problem.Invalid(texts.get("wrong.address"), "address"));
            }
            URI uri = Connection.address(address.get());
            if (name.get().isBlank()) {
                suggest();
            }
            Connection draft =
                    Connection.to(name.get().strip(), uri, access.access())
                            .withServer(kind.get())
                            .withSettings(filled());
            return Optional.of(edited == null ? draft : draft.withId(edited.connection().id()));
        } catch (EngineException e) {
            refused(e.problem());
            return Optional.empty();
        }
    }

    private Map<String, String> filled() {
        Set<String> keys =
                settingSpecs().stream().map(SettingSpec::key).collect(Collectors.toSet());
        return settings.entrySet().stream()
                .filter(entry -> keys.contains(entry.getKey()) && !entry.getValue().isBlank())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void refused(Problem problem) {
        saving.set(false);
        complaint.set(new Complaint(place(problem), problem.message()));
    }

    private static Place place(Problem problem) {
        return switch (problem) {
            case Problem.AlreadyExists _ -> Place.NAME;
            case Problem.Invalid(String _, @Nullable String field) ->
                    switch (String.valueOf(field)) {
                        case "address" -> Place.ADDRESS;
                        case "name" -> Place.NAME;
                        case "auth" -> Place.AUTH;
                        case "network" -> Place.NETWORK;
                        default -> Place.FORM;
                    };
            case Problem _ -> Place.FORM;
        };
    }

    private void takeOver(ConnectionView view) {
        Connection connection = view.connection();
        address.set(connection.address().toString());
        name.set(connection.name());
        kind.set(connection.server());
        access.fill(connection.access());
        settings.putAll(connection.settings());
        recognised = view.server();
    }

    private void learn(ProbeViewModel.State state) {
        if (state instanceof ProbeViewModel.State.Tested(var report, boolean _)
                && !report.server().isEmpty()) {
            recognised = report.server();
            showKind();
            suggest();
        }
    }

    private void showKind() {
        shownKind.set(kind.get().isEmpty() ? recognised : kind.get());
    }

    /** A name from the address and from what was found there, unless a person chose one. */
    private void suggest() {
        if (!name.get().isBlank() && !name.get().equals(suggested) || address.get().isBlank()) {
            return;
        }
        try {
            URI uri = Connection.address(address.get());
            suggested =
                    ConnectionWords.free(
                            words.suggestion(uri, shownKind.get(), texts), otherNames());
            name.set(suggested);
        } catch (EngineException e) {
            suggested = name.get(); // it is still being typed
        }
    }

    private Set<String> otherNames() {
        return connections.all().get().stream()
                .map(ConnectionView::connection)
                .filter(other -> edited == null || !other.id().equals(edited.connection().id()))
                .map(Connection::name)
                .collect(Collectors.toSet());
    }
}
