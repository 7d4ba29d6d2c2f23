package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.endpoints.EndpointsViewModel.Place;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What connected servers have, in the table of endpoints and in the menu of its button. */
class ElsewhereTest {

    private static final int MANY = 200;
    private static final int MODELS = 50;

    private final Work work = new Work();
    private final List<Destination> went = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final EndpointsViewModel model =
            new EndpointsViewModel(work, name -> new Metrics.Snapshot(42, 12.6, 3, Double.NaN));
    private List<ConnectionView> servers = List.of();

    @AfterEach
    void close() {
        work.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void what_servers_have_is_a_press_away_and_leads_to_its_server(Look look) {
        servers =
                List.of(
                        ServerViews.ollama("desk under the stairs", 2),
                        ServerViews.databricks("team_workspace", 3),
                        ServerViews.gone("night shift", 2));
        try (TabPreview preview = show(look)) {
            on(() -> {
                model.offer(
                        List.of(
                                SampleEndpoints.endpoint("chat", EndpointState.READY),
                                SampleEndpoints.endpoint("table", EndpointState.STOPPED)));
                model.offerServers(servers);
            });
            TableView<?> table = preview.find("#endpoints-table", TableView.class);
            assertThat(words(preview)).containsExactly("Here 2", "Elsewhere 7");
            assertThat(table.getItems()).hasSize(2);
            preview.picture("endpoints-here");
            ToggleButton there = toggles(preview).get(1);
            on(there::fire);
            assertThat(table.getItems()).hasSize(7);
            preview.picture("endpoints-elsewhere");
            on(() -> model.search().set("Workspace"));
            assertThat(words(preview)).containsExactly("Here 0", "Elsewhere 3");
            on(() -> {
                table.requestFocus();
                table.getSelectionModel().select(1);
                press(table, KeyCode.ENTER);
            });
            assertThat(went).containsExactly(new Destination.OneConnection("team_workspace"));
            on(() -> model.offerServers(List.of()));
            assertThat(model.place().get()).isEqualTo(Place.HERE);
            assertThat(preview.find("#places", PillRow.class).isVisible()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_menu_has_what_can_be_created_on_servers_by_name_and_opens_by_a_key(Look look) {
        servers =
                List.of(
                        ServerViews.databricks("team_workspace", 1),
                        ServerViews.ollama("Desk", 1),
                        ServerViews.gone("night shift", 1));
        try (TabPreview preview = show(look)) {
            SplitMenuButton button = preview.find("#create", SplitMenuButton.class);
            on(() -> {
                button.requestFocus();
                press(button, KeyCode.DOWN);
            });
            preview.waitFor(button::isShowing);
            assertThat(button.getItems())
                    .extracting(MenuItem::getText)
                    .containsExactly(
                            "On this desk",
                            null,
                            "Desk: Pull a model",
                            "Desk: Create a model from another",
                            "team_workspace: Create an endpoint");
            on(() -> button.getItems().getLast().fire());
            on(() -> button.getItems().getFirst().fire());
            assertThat(went).containsExactly(new Destination.Act("team_workspace", "create"));
            assertThat(asked).containsExactly("create");
            on(button::fire);
            assertThat(asked).containsExactly("create", "create");
            on(button::hide);
        }
    }

    @Test
    void without_a_server_that_can_the_menu_leads_to_the_first() {
        servers = List.of(ServerViews.gone("night shift", 1));
        try (TabPreview preview = show(Look.LIGHT)) {
            SplitMenuButton button = preview.find("#create", SplitMenuButton.class);
            on(button::show);
            assertThat(button.getItems().getLast().getText()).isEqualTo("Connect a server…");
            on(() -> button.getItems().getLast().fire());
            assertThat(went).containsExactly(new Destination.AddServer());
            on(button::hide);
        }
    }

    @Test
    void two_hundred_servers_with_fifty_models_each_are_found_and_keep_the_place() {
        servers =
                IntStream.range(0, MANY)
                        .mapToObj(i -> ServerViews.ollama("server-%03d".formatted(i), MODELS))
                        .toList();
        try (TabPreview preview = show(Look.LIGHT)) {
            on(() -> {
                model.offer(List.of());
                model.offerServers(servers);
                model.place().set(Place.ELSEWHERE);
            });
            TableView<?> table = preview.find("#endpoints-table", TableView.class);
            assertThat(table.getItems()).hasSize(MANY * MODELS);
            on(() -> table.getSelectionModel().select(5000));
            Object chosen = table.getItems().get(5000);
            on(() -> {
                List<ConnectionView> changed = new ArrayList<>(servers);
                changed.set(7, ServerViews.ollama("server-007", MODELS + 1));
                changed.set(8, ServerViews.gone("server-008", MODELS));
                model.offerServers(changed);
                model.tick();
            });
            assertThat(table.getItems()).hasSize(MANY * MODELS + 1);
            assertThat(table.getSelectionModel().getSelectedItem()).isEqualTo(chosen);
            on(() -> model.search().set("server-007"));
            assertThat(words(preview)).containsExactly("Here 0", "Elsewhere 51");
            SplitMenuButton button = preview.find("#create", SplitMenuButton.class);
            on(button::show);
            assertThat(button.getItems().get(2).getText()).isEqualTo("server-000 – server-014");
            assertThat(
                            button.getItems().stream()
                                    .filter(Menu.class::isInstance)
                                    .mapToInt(item -> ((Menu) item).getItems().size())
                                    .sum())
                    .isEqualTo(2 * MANY);
            on(button::hide);
        }
    }

    private TabPreview show(Look look) {
        return TabPreview.show(
                look,
                () ->
                        new EndpointsView(
                                        model,
                                        went::add,
                                        () -> asked.add("create"),
                                        () -> CreateChoice.of(servers, BuiltIns.servers()))
                                .root());
    }

    private static List<ToggleButton> toggles(TabPreview preview) {
        return preview.find("#places", PillRow.class).getChildren().stream()
                .map(ToggleButton.class::cast)
                .toList();
    }

    private static List<String> words(TabPreview preview) {
        return toggles(preview).stream().map(ToggleButton::getText).toList();
    }

    private static void press(Node node, KeyCode code) {
        Event.fireEvent(
                node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private static void on(Runnable action) {
        TabPreview.onFx(() -> {
            action.run();
            return true;
        });
    }
}
