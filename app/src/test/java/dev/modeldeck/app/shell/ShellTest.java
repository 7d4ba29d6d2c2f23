package dev.modeldeck.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.fx.Appearance;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.gateway.GatewayStatus;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.RegisteredModel;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ShellTest {

    private static final Machine MACHINE =
            new Machine("Test processor", 8, 16L << 30, 10L << 30, 100L << 30, List.of());

    @TempDir Path home;

    private final List<Runnable> endings = new ArrayList<>();
    private final List<String> built = new ArrayList<>();
    private final List<Destination> opened = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final LiveValue<GatewayStatus> gateway =
            new LiveValue<>(new GatewayStatus.Listening(URI.create("http://127.0.0.1:8765")));

    @AfterEach
    void close() {
        endings.forEach(ending ->
                TabPreview.onFx(() -> {
                    ending.run();
                    return true;
                }));
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void tabs_are_built_when_first_shown_and_keys_lead_to_them(Look look) {
        WindowMemory memory = new WindowMemory(home.resolve("window.json"), never -> {});
        try (TabPreview preview = show(look, memory)) {
            assertThat(built).containsExactly("models");
            preview.picture("shell");
            press(preview, KeyCode.DIGIT2);
            preview.waitFor(() -> built.contains("endpoints"));
            assertThat(preview.find("#tab-endpoints", ToggleButton.class).isSelected()).isTrue();
            assertThat(memory.get("tab")).contains("endpoints");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_palette_finds_a_model_and_goes_there(Look look) {
        try (TabPreview preview =
                show(look, new WindowMemory(home.resolve("window.json"), never -> {}))) {
            press(preview, KeyCode.K);
            preview.waitFor(() -> visible(preview));
            preview.picture("palette");
            find(preview, "def chat");
            assertThat(opened)
                    .containsExactly(new Destination.Model(ModelName.parse("main.default.chat")));
        }
    }

    @Test
    void the_palette_leads_to_a_connected_server_and_to_the_form_for_another() {
        try (TabPreview preview =
                show(Look.LIGHT, new WindowMemory(home.resolve("w.json"), never -> {}))) {
            find(preview, "gpu host");
            find(preview, "add server");
            assertThat(opened)
                    .containsExactly(
                            new Destination.OneConnection("GPU host"), new Destination.AddServer());
        }
    }

    @Test
    void opening_the_palette_twice_and_leaving_it_gives_the_focus_back() {
        try (TabPreview preview =
                show(Look.LIGHT, new WindowMemory(home.resolve("w.json"), never -> {}))) {
            Node tab = preview.find("#tab-models", ToggleButton.class);
            TabPreview.onFx(() -> {
                tab.requestFocus();
                return true;
            });
            press(preview, KeyCode.K);
            press(preview, KeyCode.K);
            TabPreview.onFx(() -> {
                Node query = preview.stage().getScene().getFocusOwner();
                Event.fireEvent(query, key(KeyCode.ESCAPE, false));
                return true;
            });
            assertThat(visible(preview)).isFalse();
            assertThat(preview.stage().getScene().getFocusOwner()).isSameAs(tab);
        }
    }

    @Test
    void a_key_that_leads_to_a_tab_does_not_leave_the_palette_above_it() {
        try (TabPreview preview =
                show(Look.LIGHT, new WindowMemory(home.resolve("w.json"), never -> {}))) {
            press(preview, KeyCode.K);
            press(preview, KeyCode.DIGIT2);
            assertThat(built).contains("endpoints");
            assertThat(visible(preview)).isFalse();
        }
    }

    @Test
    void choosing_the_tab_in_front_shows_its_beginning_and_escape_goes_one_level_up() {
        try (TabPreview preview =
                show(Look.LIGHT, new WindowMemory(home.resolve("w.json"), never -> {}))) {
            ToggleButton models = preview.find("#tab-models", ToggleButton.class);
            press(preview, KeyCode.DIGIT1);
            TabPreview.onFx(() -> {
                models.fire();
                Node page = preview.stage().getScene().lookup(".state-pane");
                Event.fireEvent(page, key(KeyCode.ESCAPE, false));
                return true;
            });
            assertThat(left).containsExactly("models home", "models home", "models up");
            assertThat(models.isSelected()).isTrue();
            press(preview, KeyCode.DIGIT2);
            assertThat(left).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_taken_port_is_said_in_short_and_leads_to_the_settings(Look look) {
        gateway.set(
                new GatewayStatus.Down(
                        "Port 8765 is taken. The gateway cannot listen on 127.0.0.1:8765: another"
                                + " program uses this port. Choose another port with --port or in"
                                + " the settings."));
        try (TabPreview preview =
                show(look, new WindowMemory(home.resolve("w.json"), never -> {}))) {
            Button bar = preview.find("#gateway", Button.class);
            preview.waitFor(() -> "Port 8765 is taken".equals(bar.getText()));
            preview.picture("gateway-taken");
            assertThat(bar.getTooltip().getText()).contains("127.0.0.1:8765", "tries again");
            TabPreview.onFx(() -> {
                bar.fire();
                return true;
            });
            assertThat(built).contains("settings");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_start_says_what_it_waits_for_and_why_it_failed(Look look) {
        StartPane pane = startedPane();
        try (TabPreview preview = TabPreview.show(look, pane::node)) {
            preview.picture("start");
            TabPreview.onFx(() -> {
                pane.failed(
                        new Problem.Conflict(
                                "Another Modeldeck uses the folder /home/you/.modeldeck."
                                        + " Close it, or choose another folder."));
                return true;
            });
            preview.picture("start-failed");
            preview.waitFor(() -> preview.stage().getScene().lookup(".problem-pane") != null);
        }
    }

    private static StartPane startedPane() {
        TabPreview.startToolkit();
        return TabPreview.onFx(() -> {
            StartPane pane = new StartPane(() -> {}, () -> {}, () -> {});
            pane.opening("/home/you/.modeldeck");
            return pane;
        });
    }

    private TabPreview show(Look look, WindowMemory memory) {
        ShellFacts facts =
                new ShellFacts(
                        new HomeFolder(home),
                        gateway,
                        new LiveValue<>(List.of()),
                        new LiveValue<>(List.of(model("main.default.chat"))),
                        new LiveValue<>(List.of(connection("GPU host"))),
                        () -> MACHINE);
        return TabPreview.show(
                look,
                () -> {
                    memory.put("appearance", look.name());
                    Appearance appearance = new Appearance(memory);
                    Shell shell =
                            new Shell(facts, navigator -> tabs(), appearance, memory, new Work());
                    endings.addAll(List.of(shell::close, appearance::close));
                    return shell.node();
                });
    }

    private List<TabSpec> tabs() {
        return List.of(
                tab("models", "Models", "fth-box"),
                tab("endpoints", "Endpoints", "fth-server"),
                tab("connections", "Connections", "fth-globe"),
                tab("playground", "Playground", "fth-message-square"),
                tab("metrics", "Metrics", "fth-activity"),
                tab("logs", "Logs", "fth-list"),
                tab("settings", "Settings", "fth-settings"));
    }

    private TabSpec tab(String id, String title, String icon) {
        return new TabSpec(
                id,
                title,
                icon,
                () -> {
                    built.add(id);
                    StackPane page = new StackPane(new EmptyState(icon, title, "Nothing yet."));
                    return new TabContent() {
                        @Override
                        public Parent node() {
                            return page;
                        }

                        @Override
                        public void open(Destination destination) {
                            opened.add(destination);
                        }

                        @Override
                        public void home() {
                            left.add(id + " home");
                        }

                        @Override
                        public void up() {
                            left.add(id + " up");
                        }
                    };
                });
    }

    private static ConnectionView connection(String name) {
        return new ConnectionView(
                Connection.to(name, URI.create("http://gpu-3:8000"), Access.open()),
                "",
                "",
                new Health.Unknown());
    }

    private static RegisteredModel model(String name) {
        return new RegisteredModel(
                ModelName.parse(name),
                "",
                Map.of(),
                Map.of(),
                "you",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of());
    }

    /** Takes the first thing that the palette finds. */
    private static void find(TabPreview preview, String text) {
        press(preview, KeyCode.K);
        preview.waitFor(() -> visible(preview));
        TabPreview.onFx(() -> {
            var query =
                    (javafx.scene.control.TextField)
                            preview.stage().getScene().lookup(".palette-query");
            query.setText(text);
            Event.fireEvent(query, key(KeyCode.ENTER, false));
            return true;
        });
        preview.waitFor(() -> !visible(preview));
    }

    private static void press(TabPreview preview, KeyCode code) {
        TabPreview.onFx(() -> {
            Event.fireEvent(preview.stage().getScene().getRoot(), key(code, true));
            return true;
        });
    }

    private static KeyEvent key(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }

    private static boolean visible(TabPreview preview) {
        return preview.stage().getScene().lookup(".palette-layer").isVisible();
    }
}
