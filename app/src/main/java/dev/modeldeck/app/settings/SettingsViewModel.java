package dev.modeldeck.app.settings;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import org.jspecify.annotations.Nullable;

/** The settings as a person edits them; {@link #apply} makes them hold. */
final class SettingsViewModel {

    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String EVERY_NETWORK = "0.0.0.0";

    private final EngineDoor engine;
    private final Work work;
    private final BooleanProperty network = new SimpleBooleanProperty();
    private final StringProperty port = new SimpleStringProperty("");
    private final StringProperty token = new SimpleStringProperty("");
    private final BooleanProperty logBodies = new SimpleBooleanProperty();
    private final StringProperty logDays = new SimpleStringProperty("");
    private final StringProperty limit = new SimpleStringProperty("");
    private final ObservableMap<String, String> complaints = FXCollections.observableHashMap();
    private final ReadOnlyObjectWrapper<@Nullable GatewayStatus> gateway =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable DiskUse> disk = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Machine> machine = new ReadOnlyObjectWrapper<>();
    private final Subscription following;
    private EngineSettings kept;

    SettingsViewModel(EngineDoor engine, Work work) {
        this.engine = engine;
        this.work = work;
        this.kept = engine.settings().get();
        fill(kept);
        this.following =
                Subscription.all(
                        work.follow(engine.settings(), this::fill),
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

    /** What is wrong, by the name of the setting; the empty name stands for all of them. */
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

    /** Measures what can have changed since the tab was last in front. */
    void refresh() {
        work.run(() -> DiskUse.of(engine.home()), disk::set, this::complain);
        work.run(engine.machine()::get, machine::set, this::complain);
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

    /** Makes what is entered hold, unless it holds already or something is wrong with it. */
    void apply() {
        complaints.clear();
        int portNumber = number("port", port.get());
        int days = number("logDays", logDays.get());
        int seconds = number("executionLimitSeconds", limit.get());
        if (!complaints.isEmpty()) {
            return;
        }
        EngineSettings wanted =
                new EngineSettings(
                        address(), portNumber, token.get().strip(), logBodies.get(), days, seconds);
        if (!wanted.equals(kept)) {
            work.run(() -> engine.apply().accept(wanted), () -> kept = wanted, this::complain);
        }
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
    }

    /** An address that a script has set stays, unless the person switches. */
    private String address() {
        boolean open = !THIS_MACHINE.equals(kept.bindAddress());
        return network.get() == open
                ? kept.bindAddress()
                : network.get() ? EVERY_NETWORK : THIS_MACHINE;
    }

    private void fill(EngineSettings settings) {
        kept = settings;
        network.set(!THIS_MACHINE.equals(settings.bindAddress()));
        port.set(Integer.toString(settings.port()));
        token.set(settings.accessToken());
        logBodies.set(settings.logBodies());
        logDays.set(Integer.toString(settings.logDays()));
        limit.set(Integer.toString(settings.executionLimitSeconds()));
    }

    private int number(String field, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            complaints.put(field, "number");
            return 0;
        }
    }

    private void complain(Problem problem) {
        String field = problem instanceof Problem.Invalid invalid ? invalid.field() : null;
        complaints.put(field == null ? "" : field, problem.message());
    }
}
