package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

class PlaygroundViewTest {

    @TempDir Path folder;

    private final FakeEngine engine = new FakeEngine();

    private PlaygroundViewModel model;

    @AfterEach
    void close() {
        TabPreview.onFx(() -> {
            model.close();
            return true;
        });
    }

    private PlaygroundViewModel model() {
        model =
                new PlaygroundViewModel(
                        new Work(),
                        engine,
                        new ConversationStore(folder),
                        "me",
                        endpoint ->
                                endpoint.name().value().startsWith("latency")
                                        ? TableViewModelTest.kind()
                                        : new ColumnKind.Chat());
        return model;
    }

    private static PlaygroundView view(PlaygroundViewModel model) {
        return new PlaygroundView(
                model,
                new PlaygroundView.Ways(
                        name -> {},
                        () -> {},
                        new CodeDialog(() ->
                                new SampleGateway(URI.create("http://127.0.0.1:8765"), false)),
                        FileChoice.ofPlatform()));
    }

    private static Parent show(PlaygroundViewModel model, String... endpoints) {
        Parent root = view(model).root();
        model.offer(ready(endpoints));
        return root;
    }

    private static List<Endpoint> ready(String... endpoints) {
        return Stream.of(endpoints)
                .map(name -> FakeEngine.endpoint(name, EndpointState.READY))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void answers_stand_side_by_side(Look look) {
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            Parent root = show(model(), "modeldeck-chat", "modeldeck-chat-bf16");
                            model.addColumn();
                            return root;
                        })) {
            TabPreview.onFx(() -> {
                model.prompt().set("What is a served entity?");
                model.send();
                return true;
            });
            preview.waitFor(() -> !model.running().get());
            preview.waitFor(
                    () -> preview.stage().getScene().getRoot().lookupAll(".facts").size() == 2);
            preview.picture("playground");
            assertThat(preview.find(".code-block", Node.class)).isNotNull();
            assertThat(preview.find(".facts", Node.class)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void an_empty_conversation_offers_samples(Look look) {
        try (TabPreview preview = TabPreview.show(look, () -> show(model(), "modeldeck-chat"))) {
            Button sample = preview.find(".sample", Button.class);
            preview.picture("playground-empty");
            TabPreview.onFx(() -> {
                sample.fire();
                return true;
            });
            preview.waitFor(() -> !engine.calls.isEmpty());
            assertThat(engine.calls.getFirst().body()).contains("What is a served entity?");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_table_is_filled_in_and_predicted(Look look) {
        try (TabPreview preview =
                TabPreview.show(look, () -> show(model(), "latency-classifier"))) {
            Button predict = preview.find("#predict", Button.class);
            TabPreview.onFx(() -> {
                predict.fire();
                return true;
            });
            preview.waitFor(() -> preview.stage().getScene().lookup(".table-grid .chip") != null);
            preview.picture("playground-table");
            assertThat(engine.calls.getFirst().dialect()).isEqualTo("databricks");
        }
    }

    @Test
    void an_endpoint_is_tried_before_the_playground_was_ever_open() {
        AtomicReference<PlaygroundView> view = new AtomicReference<>();
        try (TabPreview preview =
                TabPreview.show(
                        Look.LIGHT,
                        () -> {
                            view.set(view(model()));
                            return view.get().root();
                        })) {
            TabPreview.onFx(() -> {
                model.offer(ready("latency-classifier", "modeldeck-chat"));
                model.show("modeldeck-chat");
                view.get().focusPrompt();
                return true;
            });
            assertThat(pickers(preview)).containsExactly("modeldeck-chat");
            assertThat(TabPreview.onFx(() -> preview.stage().getScene().getFocusOwner().getId()))
                    .isEqualTo("prompt");
        }
    }

    @Test
    void a_picker_names_what_its_column_asks_when_the_endpoints_change() {
        try (TabPreview preview = TabPreview.show(Look.LIGHT, () -> show(model(), "b", "d"))) {
            choose("d");
            TabPreview.onFx(() -> {
                model.offer(ready("a", "b", "c", "d"));
                return true;
            });
            assertThat(pickers(preview)).containsExactly("d");
            TabPreview.onFx(() -> {
                model.offer(ready("d", "e"));
                return true;
            });
            assertThat(pickers(preview)).containsExactly("d");
            assertThat(model.columns().getFirst().endpoint().get()).isEqualTo("d");
        }
    }

    /** What stands in the boxes. */
    private static List<String> pickers(TabPreview preview) {
        return TabPreview.onFx(() -> {
            Parent root = preview.stage().getScene().getRoot();
            // The cells of boxes are made when styles are applied, which may not have been yet.
            root.applyCss();
            root.layout();
            return root.lookupAll(".endpoint-picker > .list-cell").stream()
                    .map(cell -> ((Labeled) cell).getText())
                    .toList();
        });
    }

    @Test
    void narrow_columns_keep_room_for_the_name_of_their_endpoint() {
        try (TabPreview preview =
                TabPreview.show(
                        Look.LIGHT,
                        () -> {
                            Parent root = show(model(), "modeldeck-chat", "modeldeck-chat-bf16");
                            model.addColumn();
                            return root;
                        })) {
            preview.picture("playground-two-empty");
            assertThat(all(preview, ".endpoint-picker", Region.class))
                    .hasSize(2)
                    .allMatch(picker -> picker.getWidth() >= 180);
            Node prompt = preview.find("#prompt", Node.class);
            assertThat(
                            TabPreview.onFx(
                                    () -> prompt.localToScene(prompt.getLayoutBounds()).getMaxY()))
                    .isLessThan(800);
            assertThat(all(preview, ".column-menu", Region.class)).allMatch(Node::isVisible);
            assertThat(all(preview, ".sample", Region.class))
                    .allMatch(sample -> sample.getHeight() >= sample.prefHeight(sample.getWidth()));
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_end_of_an_answer_is_in_sight_until_the_person_looks_back(Look look) {
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            Parent root = show(model(), "modeldeck-chat", "modeldeck-chat-bf16");
                            model.addColumn();
                            return root;
                        })) {
            for (int turn = 1; turn <= 3; turn++) {
                ask(preview, "What is a served entity?");
                preview.waitFor(() -> atEnd(preview));
            }
            assertThat(all(preview, ".to-end", Node.class)).noneMatch(Node::isVisible);
            TabPreview.onFx(() -> {
                chats(preview).forEach(chat -> chat.setVvalue(0.2));
                return true;
            });
            assertThat(all(preview, ".to-end", Button.class)).allMatch(Node::isVisible);
            preview.picture("playground-looking-back");
            TabPreview.onFx(() -> {
                all(preview, ".to-end", Button.class).forEach(Button::fire);
                return true;
            });
            preview.waitFor(() -> atEnd(preview));
        }
    }

    private void ask(TabPreview preview, String question) {
        TabPreview.onFx(() -> {
            model.prompt().set(question);
            model.send();
            return true;
        });
        preview.waitFor(() -> !model.running().get());
    }

    private static boolean atEnd(TabPreview preview) {
        return chats(preview).stream()
                .allMatch(chat -> {
                    Bounds end =
                            chat.getContent().localToScene(chat.getContent().getLayoutBounds());
                    Bounds seen = chat.localToScene(chat.getLayoutBounds());
                    return end.getMaxY() < seen.getMaxY() + 2;
                });
    }

    private static List<ScrollPane> chats(TabPreview preview) {
        return preview.stage().getScene().getRoot().lookupAll(".chat-scroll").stream()
                .map(ScrollPane.class::cast)
                .toList();
    }

    private static <N extends Node> List<N> all(
            TabPreview preview, String selector, Class<N> type) {
        return preview.stage().getScene().getRoot().lookupAll(selector).stream()
                .map(type::cast)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_prediction_is_in_sight_in_a_narrow_column_and_the_focus_stays(Look look) {
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            Parent root = show(model(), "latency-classifier", "modeldeck-chat");
                            model.addColumn();
                            model.addColumn();
                            return root;
                        })) {
            Button predict = preview.find("#predict", Button.class);
            TabPreview.onFx(() -> {
                predict.requestFocus();
                predict.fire();
                return true;
            });
            preview.waitFor(() -> chips(preview) == 2);
            preview.picture("playground-table-narrow");
            ScrollPane table = preview.find(".table-form .chat-scroll", ScrollPane.class);
            assertThat(inSight(table, preview.find(".prediction", Node.class))).isTrue();
            TabPreview.onFx(() -> {
                table.setHvalue(1);
                return true;
            });
            preview.waitFor(() -> table.getViewportBounds().getMinX() < 0);
            preview.picture("playground-table-moved");
            assertThat(inSight(table, preview.find(".prediction", Node.class))).isTrue();
            assertThat(TabPreview.onFx(() -> preview.stage().getScene().getFocusOwner()))
                    .isSameAs(predict);
        }
    }

    private static boolean inSight(ScrollPane pane, Node node) {
        return TabPreview.onFx(() -> {
            Bounds at = node.localToScene(node.getLayoutBounds());
            Bounds seen = pane.localToScene(pane.getLayoutBounds());
            return at.getMinX() >= seen.getMinX() - 1 && at.getMaxX() <= seen.getMaxX() + 1;
        });
    }

    @Test
    void a_form_shows_the_answers_of_its_own_endpoint_only() {
        try (TabPreview preview =
                TabPreview.show(Look.LIGHT, () -> show(model(), "latency-a", "latency-b"))) {
            fire(preview, "#predict");
            preview.waitFor(() -> chips(preview) == 2);
            choose("latency-b");
            assertThat(TabPreview.onFx(() -> chips(preview))).isZero();
            choose("latency-a");
            assertThat(TabPreview.onFx(() -> chips(preview))).isEqualTo(2);
        }
    }

    @Test
    void a_column_that_was_closed_follows_the_endpoints_no_more() {
        try (TabPreview preview = TabPreview.show(Look.LIGHT, () -> show(model(), "one", "two"))) {
            ComboBox<?> picker =
                    TabPreview.onFx(() -> {
                        model.addColumn();
                        return (ComboBox<?>)
                                List.copyOf(
                                                preview.stage()
                                                        .getScene()
                                                        .getRoot()
                                                        .lookupAll(".endpoint-picker"))
                                        .getLast();
                    });
            TabPreview.onFx(() -> {
                model.removeColumn(model.columns().getLast());
                model.offer(List.of(FakeEngine.endpoint("three", EndpointState.READY)));
                return true;
            });
            assertThat(TabPreview.onFx(() -> List.copyOf(picker.getItems())))
                    .hasToString("[one, two]");
        }
    }

    private void choose(String endpoint) {
        TabPreview.onFx(() -> {
            model.columns().getFirst().endpoint().set(endpoint);
            return true;
        });
    }

    private static void fire(TabPreview preview, String button) {
        Button found = preview.find(button, Button.class);
        TabPreview.onFx(() -> {
            found.fire();
            return true;
        });
    }

    private static int chips(TabPreview preview) {
        return preview.stage().getScene().getRoot().lookupAll(".table-grid .chip").size();
    }
}
