package dev.modeldeck.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.EngineSettings;
import dev.modeldeck.engine.gateway.GatewayStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

class SettingsViewModelTest {

    @TempDir Path home;

    private final LinkedBlockingQueue<Runnable> thread = new LinkedBlockingQueue<>();
    private final Work work = new Work(thread::add);
    private FakeEngine engine;
    private SettingsViewModel model;

    @BeforeEach
    void open() {
        engine = new FakeEngine(home);
        model = new SettingsViewModel(engine.door(), work);
    }

    @AfterEach
    void close() {
        work.close(); // it looks into the folder, which goes now
    }

    @Test
    void a_port_that_is_entered_holds_at_once() throws Exception {
        model.portProperty().set("9001");
        model.apply();
        until(() -> engine.settings.get().port() == 9001);
    }

    @Test
    void a_taken_port_shows_in_the_status() throws Exception {
        model.portProperty().set("1");
        model.apply();
        until(() -> model.gatewayProperty().get() instanceof GatewayStatus.Down);
        assertThat(model.complaints()).isEmpty();
    }

    @Test
    void what_is_no_number_is_said_beside_the_field_and_changes_nothing() {
        model.portProperty().set("many");
        model.apply();
        assertThat(model.complaints()).containsOnlyKeys("port");
        assertThat(engine.settings.get().port()).isEqualTo(8765);
    }

    @Test
    void a_refusal_of_the_engine_stands_beside_its_field() throws Exception {
        model.logDaysProperty().set("5000");
        model.apply();
        until(() -> model.complaints().containsKey("logDays"));
        assertThat(engine.settings.get().logDays()).isEqualTo(30);
    }

    @Test
    void one_wrong_field_keeps_no_other_setting_from_holding() throws Exception {
        model.portProperty().set("many");
        model.logDaysProperty().set("5000");
        model.limitProperty().set("60");
        model.logBodiesProperty().set(false);
        model.apply();
        until(() -> model.complaints().containsKey("logDays"));
        assertThat(model.complaints()).containsOnlyKeys("port", "logDays");
        assertThat(engine.settings.get().executionLimitSeconds()).isEqualTo(60);
        assertThat(engine.settings.get().logBodies()).isFalse();
        assertThat(model.portProperty().get()).as("to be corrected").isEqualTo("many");
        model.logDaysProperty().set("7");
        model.portProperty().set("9002");
        model.apply();
        until(() -> engine.settings.get().logDays() == 7);
        until(() -> model.complaints().isEmpty());
        assertThat(engine.settings.get().port()).isEqualTo(9002);
    }

    @Test
    void what_is_being_typed_is_not_overwritten_by_a_change_elsewhere() throws Exception {
        model.portProperty().set("90");
        engine.settings.set(with(engine.settings.get(), 14));
        until(() -> model.logDaysProperty().get().equals("14"));
        assertThat(model.portProperty().get()).isEqualTo("90");
    }

    @Test
    void settings_entered_in_quick_succession_hold_in_that_order() throws Exception {
        for (int days = 1; days <= 50; days++) {
            model.logDaysProperty().set(Integer.toString(days));
            model.apply();
        }
        until(() -> engine.settings.get().logDays() == 50);
        assertThat(engine.daysApplied).isSorted();
    }

    private static EngineSettings with(EngineSettings settings, int days) {
        return new EngineSettings(
                settings.bindAddress(),
                settings.port(),
                settings.accessToken(),
                settings.logBodies(),
                days,
                settings.executionLimitSeconds(),
                settings.repository());
    }

    @Test
    void opening_to_the_network_makes_a_token() throws Exception {
        model.open(true);
        until(() -> engine.settings.get().bindAddress().equals("0.0.0.0"));
        assertThat(engine.settings.get().accessToken()).startsWith("mdk_").hasSizeGreaterThan(30);
        model.open(false);
        until(() -> engine.settings.get().bindAddress().equals("127.0.0.1"));
    }

    @Test
    void it_measures_what_the_home_folder_takes() throws Exception {
        Files.write(
                Files.createDirectories(home.resolve("models/a")).resolve("w"), new byte[3_000]);
        Files.write(home.resolve("modeldeck.db"), new byte[500]);
        model.refresh();
        until(() -> model.diskProperty().get() != null && model.machineProperty().get() != null);
        assertThat(model.diskProperty().get()).isEqualTo(new DiskUse(3_000, 0, 500, 0, 0));
    }

    @Test
    void clearing_the_log_reaches_the_engine() throws Exception {
        boolean[] done = {false};
        model.clearLog(() -> done[0] = true);
        until(() -> done[0]);
        assertThat(engine.cleared).hasValue(1);
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable task = thread.poll(10, TimeUnit.SECONDS);
            assertThat(task).as("an outcome").isNotNull();
            task.run();
        }
    }
}
