package dev.modeldeck.app.settings;

import dev.modeldeck.app.fx.FolderView;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The settings as a person edits them; {@link #apply} makes them hold. */
final class SettingsViewModel {

    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String EVERY_NETWORK = "0.0.0.0";

    /** A complaint that the view puts into words. */
    static final String NO_NUMBER = "number";

    private final EngineDoor engine;
    private final Work work;
    private final BooleanProperty network = new SimpleBooleanProperty();
    private final StringProperty port = new SimpleStringProperty("");
    private final StringProperty token = new SimpleStringProperty("");
    private final BooleanProperty logBodies = new SimpleBooleanProperty();
    private final StringProperty logDays = new SimpleStringProperty("");
    private final StringProperty limit = new SimpleStringProperty("");
    private final StringProperty repository = new SimpleStringProperty("");
    private final List<Field<?>> fields =
            List.of(
                    new Field<>(network, SettingsViewModel::open),
                    new Field<>(port, settings -> Integer.toString(settings.port())),
                    new Field<>(token, EngineSettings::accessToken),
                    new Field<>(logBodies, EngineSettings::logBodies),
                    new Field<>(logDays, settings -> Integer.toString(settings.logDays())),
                    new Field<>(
                            limit, settings -> Integer.toString(settings.executionLimitSeconds())),
                    new Field<>(repository, EngineSettings::repository));
    private final ObservableMap<String, String> complaints = FXCollections.observableHashMap();
    private final ReadOnlyObjectWrapper<@Nullable GatewayStatus> gateway =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DiskUse> disk = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Machine> machine = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper noFolderView = new ReadOnlyBooleanWrapper();
    private final CardsViewModel cards;
    private final SecretsViewModel secrets;
    private final Subscription following;
    private EngineSettings kept;
    private boolean applying;
    private boolean again;

    SettingsViewModel(EngineDoor engine, Work work) {
        this.engine = engine;
        this.work = work;
        this.cards = new CardsViewModel(engine.cuda(), work);
        this.secrets = new SecretsViewModel(engine.secrets(), work);
        this.kept = engine.settings().get();
        fields.forEach(field -> field.show(kept));
        this.following =
                Subscription.all(
                        work.follow(engine.settings(), this::changed),
                        work.follow(engine.gateway(), gateway::set));
    }

    BooleanProperty networkProperty() {
        return network;
    }

    StringProperty portProperty() {
        return port;
    }

    StringProperty tokenProperty() {
        return token;
    }

    BooleanProperty logBodiesProperty() {
        return logBodies;
    }

    StringProperty logDaysProperty() {
        return logDays;
    }

    StringProperty limitProperty() {
        return limit;
    }

    /** Where libraries for cards come from. */
    StringProperty repositoryProperty() {
        return repository;
    }

    CardsViewModel cards() {
        return cards;
    }

    SecretsViewModel secrets() {
        return secrets;
    }

    /** What is wrong, by the name of the setting; the empty name stands for the address. */
    ObservableMap<String, String> complaints() {
        return complaints;
    }

    ReadOnlyObjectProperty<@Nullable GatewayStatus> gatewayProperty() {
        return gateway.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable DiskUse> diskProperty() {
        return disk.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<@Nullable Machine> machineProperty() {
        return machine.getReadOnlyProperty();
    }

    String home() {
        return engine.home().root().toString();
    }

    /** Where the program's own log is. */
    String logs() {
        return engine.home().logs().toString();
    }

    /** Shows the program's log in the desktop's program for files. */
    void openLogs() {
        work.run(
                () -> FolderView.open(engine.home().logs()),
                opened -> noFolderView.set(!opened),
                this::complain);
    }

    /** Whether the desktop turned out to have no such program. */
    ReadOnlyBooleanProperty noFolderViewProperty() {
        return noFolderView.getReadOnlyProperty();
    }

    /** Measures what can have changed since the tab was last in front. */
    void refresh() {
        work.run(() -> DiskUse.of(engine.home()), disk::set, this::complain);
        work.run(engine.machine()::get, this::show, this::complain);
        secrets.refresh();
    }

    private void show(Machine now) {
        machine.set(now);
        cards.show(now);
    }

    /** Opens the gateway to other machines, with a token; or closes it to them. */
    void open(boolean toNetwork) {
        network.set(toNetwork);
        if (toNetwork && token.get().isBlank()) {
            token.set(AccessToken.random());
        }
        apply();
    }

    void newToken() {
        token.set(AccessToken.random());
        apply();
    }

    /**
     * Makes what is entered hold, one after the other in the order of the calls. Beside what is
     * wrong stands why; it keeps the rest from nothing.
     */
    void apply() {
        if (applying) {
            again = true;
            return;
        }
        Map<String, String> wrong = new HashMap<>();
        EngineSettings wanted =
                new EngineSettings(
                        address(),
                        number("port", port.get(), kept.port(), wrong),
                        token.get().strip(),
                        logBodies.get(),
                        number("logDays", logDays.get(), kept.logDays(), wrong),
                        number(
                                "executionLimitSeconds",
                                limit.get(),
                                kept.executionLimitSeconds(),
                                wrong),
                        repository.get().strip());
        if (wanted.equals(kept)) {
            complain(wrong);
            return;
        }
        applying = true;
        work.run(
                () -> Refusals.applying(engine, wanted),
                refused -> {
                    wrong.putAll(refused);
                    applied(wrong);
                },
                problem -> {
                    wrong.put(Refusals.ADDRESS, problem.message());
                    applied(wrong);
                });
    }

    void clearLog(Runnable done) {
        work.run(
                engine.clearLog(),
                () -> {
                    refresh();
                    done.run();
                },
                this::complain);
    }

    void close() {
        following.close();
        cards.close();
        secrets.close();
    }

    private void applied(Map<String, String> wrong) {
        applying = false;
        kept = engine.settings().get(); // the fields show it, or what was entered meanwhile
        complain(wrong);
        if (again) {
            again = false;
            apply();
        }
    }

    private void complain(Map<String, String> wrong) {
        complaints.clear();
        complaints.putAll(wrong);
    }

    /** An address that a script has set stays, unless the person switches. */
    private String address() {
        return network.get() == open(kept)
                ? kept.bindAddress()
                : network.get() ? EVERY_NETWORK : THIS_MACHINE;
    }

    /** Shows what has changed, and leaves alone what the person is typing. */
    private void changed(EngineSettings now) {
        if (applying) {
            return; // it is the change that was entered here
        }
        EngineSettings before = kept;
        kept = now;
        fields.forEach(field -> field.follow(before, now));
    }

    private static boolean open(EngineSettings settings) {
        return !THIS_MACHINE.equals(settings.bindAddress());
    }

    private static int number(
            String name, String text, int before, Map<String, String> complaints) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            complaints.put(name, NO_NUMBER);
            return before;
        }
    }

    private void complain(Problem problem) {
        complaints.put(Refusals.ADDRESS, problem.message());
    }

    /** What a person edits, and the setting it shows. */
    private record Field<T>(Property<T> edited, Function<EngineSettings, T> setting) {

        void show(EngineSettings settings) {
            edited.setValue(setting.apply(settings));
        }

        /** Shows what is now, unless the person has entered something else meanwhile. */
        void follow(EngineSettings before, EngineSettings now) {
            if (setting.apply(before).equals(edited.getValue())) {
                show(now);
            }
        }
    }
}
