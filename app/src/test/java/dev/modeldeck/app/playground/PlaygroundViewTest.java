package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

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

    private static Parent show(PlaygroundViewModel model, String... endpoints) {
        Parent root =
                new PlaygroundView(
                                model,
                                name -> {},
                                () -> {},
                                new CodeDialog(() ->
                                        new SampleGateway(
                                                URI.create("http://127.0.0.1:8765"), false)))
                        .root();
        model.offer(
                List.of(endpoints).stream()
                        .map(name -> FakeEngine.endpoint(name, EndpointState.READY))
                        .toList());
        return root;
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
