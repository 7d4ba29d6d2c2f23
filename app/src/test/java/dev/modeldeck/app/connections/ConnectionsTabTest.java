package dev.modeldeck.app.connections;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.PasswordTextField;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Auth;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.registry.ModelName;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tab as a person uses it, on a server that is there and one that is not. */
class ConnectionsTabTest {

    @TempDir Path folder;

    private final FakeHost host = new FakeHost();
    private final FakeHost locked = new FakeHost().wants("sk-right");
    private final List<Destination> went = new ArrayList<>();
    private final AtomicReference<ConnectionsTab> tab = new AtomicReference<>();
    private URI dead = URI.create("http://127.0.0.1:1");
    private SampleConnections sample;

    @BeforeEach
    void open() {
        sample = new SampleConnections(folder, new FakeKind(host.address().getPort()));
        try (FakeHost gone = new FakeHost()) {
            dead = gone.address();
        }
    }

    @AfterEach
    void close() {
        sample.close();
        host.close();
        locked.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void without_servers_both_ways_to_some_are_shown(Look look) {
        try (TabPreview preview = show(look)) {
            preview.waitFor(() -> sees(preview, "No servers yet"));
            preview.picture("connections-empty");
            fire(preview, "Look on this machine");
            preview.waitFor(() -> sees(preview, "Asks the usual ports"));
            fire(preview, "Look");
            preview.waitFor(() -> has(preview, "Add"));
            preview.picture("connections-here");
            fire(preview, "Add");
            preview.waitFor(() -> sees(preview, "Added"));
            press(preview, KeyCode.ESCAPE);
            preview.waitFor(() -> sees(preview, "Sample Server on this machine"));
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_server_is_added_by_its_address_after_a_test_that_failed_and_one_that_went_well(
            Look look) {
        try (TabPreview preview = show(look)) {
            on(() -> tab.get().open(new Destination.AddServer()));
            preview.picture("connections-form");
            TextField address = preview.find("#address", TextField.class);
            on(() -> address.setText(dead.toString()));
            fire(preview, "Test");
            preview.waitFor(() -> sees(preview, "Nothing can be reached"));
            preview.picture("connections-probe-dead");
            on(() -> address.setText(locked.address().toString()));
            fire(preview, "Test");
            preview.waitFor(() -> sees(preview, "does not let us in"));
            preview.picture("connections-probe-locked");
            on(nth(preview, ToggleButton.class, b -> b.getText().equals("OAuth client"))::fire);
            preview.waitFor(() -> sees(preview, "Token address"));
            preview.picture("connections-oauth");
            on(nth(preview, ToggleButton.class, b -> b.getText().equals("AWS keys"))::fire);
            preview.waitFor(() -> sees(preview, "Access key ID"));
            preview.picture("connections-aws");
            ToggleButton bearer =
                    nth(preview, ToggleButton.class, b -> b.getText().equals("Bearer token"));
            on(bearer::fire);
            var secret = preview.find("#secret", PasswordTextField.class);
            on(() -> secret.setText("sk-right"));
            fire(preview, "Test");
            preview.waitFor(() -> sees(preview, "Sample Server 2.4.1 with 2 models."));
            preview.picture("connections-probe-well");
            assertThat(preview.find("#name", TextField.class).getText())
                    .isEqualTo("Sample Server on this machine");
            fire(preview, "Save");
            preview.waitFor(() -> sees(preview, "llama-3.1-8b-instruct"));
            assertThat(sample.secrets.kept).containsValue("sk-right");
            fire(preview, "Edit");
            preview.waitFor(() -> sees(preview, "Edit Sample Server on this machine"));
            TitledPane network = preview.find("#network", TitledPane.class);
            on(() -> network.setExpanded(true));
            fire(preview, "Add a header");
            preview.waitFor(() -> all(preview, PasswordTextField.class).count() > 2);
            preview.picture("connections-edit");
            assertThat(nth(preview, PasswordTextField.class, PasswordTextField::isVisible))
                    .extracting(PasswordTextField::getPassword, PasswordTextField::getPromptText)
                    .containsExactly("", "Kept; type to replace it");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_server_is_seen_and_changed_and_its_models_lead_on(Look look) {
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(look)) {
            on(() -> tab.get().open(new Destination.OneConnection("gpu-3")));
            preview.waitFor(() -> sees(preview, "bge-m3"));
            preview.picture("connections-page");
            choose(preview, "models-table", 0, "Serve as an endpoint");
            assertThat(went)
                    .containsExactly(
                            new Destination.CreateExternal("gpu-3", "llama-3.1-8b-instruct"));
            choose(preview, "models-table", 0, "Change replicas");
            preview.waitFor(() -> sees(preview, "Quantization"));
            TextField replicas =
                    nth(preview, TextField.class, field -> "1".equals(field.getText()));
            on(() -> replicas.setText("4"));
            preview.picture("connections-action");
            fire(preview, "Review");
            preview.waitFor(() -> sees(preview, "What is sent"));
            preview.picture("connections-plan");
            fire(preview, "Send");
            preview.waitFor(() -> sees(preview, "something else"));
            preview.picture("connections-done");
            fire(preview, "Close");
            TabPane tabs = preview.find("#tabs", TabPane.class);
            on(() -> tabs.getSelectionModel().select(1));
            preview.waitFor(
                    () -> sees(preview, "Time of a request") && sees(preview, "charts of "));
            preview.picture("connections-server");
            fire(preview, "Test");
            preview.waitFor(() -> sees(preview, "with 2 models"));
            preview.picture("connections-test-sheet");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_a_server_tells_beyond_a_look_is_read_when_it_is_asked_for(Look look) {
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(look)) {
            on(() -> tab.get().open(new Destination.OneConnection("gpu-3")));
            preview.waitFor(() -> sees(preview, "bge-m3"));
            choose(preview, "models-table", 0, "Build log");
            preview.waitFor(
                    () -> all(preview, CodePane.class).anyMatch(c -> c.getText().contains("5m")));
            preview.picture("connections-log");
            press(preview, KeyCode.ESCAPE);
            fire(preview, "Registered models");
            preview.waitFor(() -> sees(preview, "main.ml.churn"));
            preview.picture("connections-catalog");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_registered_model_is_imported_and_leads_to_its_version_here(Look look) {
        CountDownLatch gate = host.hold();
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(look)) {
            on(() -> tab.get().open(new Destination.OneConnection("gpu-3")));
            TabPane tabs = preview.find("#tabs", TabPane.class);
            preview.waitFor(() -> tabs.getTabs().size() == 3);
            on(() -> tabs.getSelectionModel().select(2));
            preview.waitFor(() -> sees(preview, "churn"));
            TableView<?> models = preview.find("#registry-models", TableView.class);
            on(() -> models.getSelectionModel().select(0));
            fire(preview, "Import…");
            preview.waitFor(() -> sees(preview, "Import churn, version 2"));
            preview.picture("connections-import-name");
            fire(preview, "Import");
            preview.waitFor(() -> sees(preview, "500 bytes of 1000 bytes: weights.bin"));
            preview.picture("connections-import");
            fire(preview, "Stop");
            preview.waitFor(() -> has(preview, "Go on"));
            preview.picture("connections-import-stopped");
            gate.countDown();
            fire(preview, "Go on");
            fire(preview, "Open in Models");
            assertThat(went).containsExactly(new Destination.Version(ModelName.parse("churn"), 1));
            preview.waitFor(() -> has(preview, "Imported"));
            preview.picture("connections-registry");
        } finally {
            gate.countDown();
        }
    }

    @Test
    void a_change_that_cannot_be_read_back_is_not_called_as_planned() {
        host.silentAfterChanges();
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(Look.LIGHT)) {
            on(() -> tab.get().open(new Destination.OneConnection("gpu-3")));
            preview.waitFor(() -> sees(preview, "bge-m3"));
            choose(preview, "models-table", 0, "Change replicas");
            preview.waitFor(() -> sees(preview, "Quantization"));
            fire(preview, "Review");
            preview.waitFor(() -> has(preview, "Send"));
            fire(preview, "Send");
            preview.waitFor(() -> sees(preview, "could not be read back: The server"));
            preview.picture("connections-unread");
        }
    }

    @Test
    void another_tab_leads_to_something_that_can_be_done_on_a_server() {
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(Look.LIGHT)) {
            preview.waitFor(() -> sees(preview, "Connected"));
            on(() -> tab.get().open(new Destination.Act("gpu-3", "pull")));
            preview.waitFor(() -> sees(preview, "Downloads a model") && has(preview, "Review"));
            press(preview, KeyCode.ESCAPE);
            preview.waitFor(() -> !has(preview, "Review") && sees(preview, "bge-m3"));
            on(() -> tab.get().open(new Destination.Act("gpu-3", "no such thing")));
            preview.waitFor(() -> sees(preview, "bge-m3"));
            assertThat(TabPreview.onFx(() -> has(preview, "Review"))).isFalse();
        }
    }

    @Test
    void a_pull_is_stopped_by_closing_its_sheet() {
        CountDownLatch gate = host.hold();
        sample.save("gpu-3", host.address());
        try (TabPreview preview = show(Look.LIGHT)) {
            on(() -> tab.get().open(new Destination.OneConnection("gpu-3")));
            preview.waitFor(() -> has(preview, "Pull a model"));
            fire(preview, "Pull a model");
            preview.waitFor(() -> has(preview, "Review"));
            fire(preview, "Review");
            preview.waitFor(() -> sees(preview, "Name the model to pull."));
            TextField model =
                    nth(
                            preview,
                            TextField.class,
                            field ->
                                    field.getText().isEmpty()
                                            && field.getParent().getStyleClass().contains("field"));
            on(() -> model.setText("qwen3"));
            fire(preview, "Review");
            preview.waitFor(() -> has(preview, "Send"));
            fire(preview, "Send");
            preview.waitFor(() -> sees(preview, "pulling weights"));
            preview.picture("connections-pull");
            fire(preview, "Stop");
            preview.waitFor(() -> sees(preview, "Stopped."));
        } finally {
            gate.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_table_shows_each_light_and_opens_a_row_by_enter(Look look) {
        sample.save("gpu-3", host.address());
        sample.save("the night shift", dead);
        sample.connections.save(
                Connection.to("locked", locked.address(), Access.as(new Auth.Bearer("sk-wrong"))));
        try (TabPreview preview = show(look)) {
            preview.waitFor(() -> sees(preview, "Not reachable") && sees(preview, "Connected"));
            preview.picture("connections");
            TableView<?> table = preview.find("#connections-table", TableView.class);
            on(() -> {
                table.requestFocus();
                table.getSelectionModel().select(2);
            });
            press(preview, KeyCode.ENTER);
            preview.waitFor(() -> sees(preview, "It was never seen"));
            preview.picture("connections-page-dead");
        }
    }

    private TabPreview show(Look look) {
        return TabPreview.show(
                look,
                () -> {
                    tab.set(
                            new ConnectionsTab(
                                    sample.connections,
                                    sample.imports,
                                    new LiveValue<>(List.of()),
                                    new Work(),
                                    FileChoice.ofPlatform(),
                                    went::add,
                                    id -> new Label("charts of " + id)));
                    return tab.get().node();
                });
    }

    /** Opens the menu of a row by the keyboard and takes what it says. */
    private void choose(TabPreview preview, String id, int row, String words) {
        TableView<?> table = preview.find("#" + id, TableView.class);
        on(() -> {
            table.requestFocus();
            table.getSelectionModel().select(row);
        });
        press(preview, KeyCode.ENTER);
        AtomicReference<ContextMenu> menu = new AtomicReference<>();
        preview.waitFor(() -> {
            Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .forEach(menu::set);
            return menu.get() != null;
        });
        on(() -> {
            menu.get().getItems().stream()
                    .filter(item -> words.equals(item.getText()))
                    .findFirst()
                    .ifPresent(MenuItem::fire);
            menu.get().hide();
        });
    }

    private static void fire(TabPreview preview, String words) {
        preview.waitFor(() -> has(preview, words));
        Button button = nth(preview, Button.class, b -> words.equals(b.getText()));
        on(button::fire);
    }

    private static boolean has(TabPreview preview, String words) {
        return all(preview, Button.class)
                .anyMatch(b -> words.equals(b.getText()) && !b.isDisabled());
    }

    private static boolean sees(TabPreview preview, String words) {
        return all(preview, Labeled.class)
                .anyMatch(label -> label.getText() != null && label.getText().contains(words));
    }

    private static <N extends Node> N nth(TabPreview preview, Class<N> type, Predicate<N> wanted) {
        return TabPreview.onFx(() -> all(preview, type).filter(wanted).findFirst().orElseThrow());
    }

    private static <N extends Node> Stream<N> all(TabPreview preview, Class<N> type) {
        return preview.stage().getScene().getRoot().lookupAll("*").stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(node -> node.getScene() != null);
    }

    private static void press(TabPreview preview, KeyCode code) {
        on(() -> {
            Node focused = preview.stage().getScene().getFocusOwner();
            Event.fireEvent(
                    focused,
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
        });
    }

    private static void on(Runnable action) {
        TabPreview.onFx(() -> {
            action.run();
            return true;
        });
    }
}
