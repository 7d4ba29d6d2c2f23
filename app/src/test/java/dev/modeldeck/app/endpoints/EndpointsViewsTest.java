package dev.modeldeck.app.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.metrics.Metrics;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

class EndpointsViewsTest {

    @TempDir Path folder;

    private final Work work = new Work();
    private final List<EndpointName> opened = new ArrayList<>();
    private final List<Destination> went = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void close() {
        work.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_table_shows_every_state_and_opens_a_row_by_enter(Look look) {
        EndpointsViewModel model = table();
        try (TabPreview preview = TabPreview.show(look, () -> view(model, List::of))) {
            TabPreview.onFx(() -> {
                int number = 0;
                List<Endpoint> all = new ArrayList<>();
                for (EndpointState state : EndpointState.values()) {
                    all.add(
                            SampleEndpoints.endpoint(
                                    "endpoint-" + ++number,
                                    state,
                                    SampleEndpoints.entity("a", SampleEndpoints.CHAT, number)));
                }
                model.offer(all);
                return true;
            });
            TableView<?> rows = preview.find("#endpoints-table", TableView.class);
            preview.waitFor(() -> rows.getItems().size() == EndpointState.values().length);
            preview.picture("endpoints-states");
            for (EndpointState state : EndpointState.values()) {
                preview.waitFor(() -> shows(preview, state.words()));
            }
            TabPreview.onFx(() -> {
                rows.requestFocus();
                rows.getSelectionModel().select(2);
                Event.fireEvent(
                        rows,
                        new KeyEvent(
                                KeyEvent.KEY_PRESSED,
                                "",
                                "",
                                KeyCode.ENTER,
                                false,
                                false,
                                false,
                                false));
                return true;
            });
            assertThat(went)
                    .containsExactly(new Destination.OneEndpoint(new EndpointName("endpoint-3")));
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void without_endpoints_the_way_to_the_first_is_shown(Look look) {
        EndpointsViewModel model = table();
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> {
                            model.offer(List.of());
                            return view(model, List::of);
                        })) {
            preview.waitFor(
                    () -> preview.stage().getScene().lookup(".empty-state .button") != null);
            TabPreview.onFx(() -> {
                ((Button) preview.stage().getScene().lookup(".empty-state .button")).fire();
                return true;
            });
            assertThat(asked).containsExactly("create");
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void the_form_prices_what_is_chosen_and_saves_it(Look look) throws Exception {
        try (SampleEndpoints sample = new SampleEndpoints(folder)) {
            AtomicReference<FormViewModel> form = new AtomicReference<>();
            try (TabPreview preview = TabPreview.show(look, () -> form(sample, form))) {
                preview.waitFor(() -> shows(preview, "Traffic adds up to 100 %"));
                TabPreview.onFx(() -> {
                    first(form.get()).dtype().set("int8");
                    return true;
                });
                preview.waitFor(() -> showsPart(preview, "0.0067 nats, measured"));
                preview.picture("endpoints-form");
                assertThat(preview.find(".share-bar", Node.class).isVisible()).isTrue();
                TabPreview.onFx(() -> {
                    first(form.get()).concurrency().set(64);
                    return true;
                });
                preview.waitFor(() -> showsPart(preview, "are free. Choose a shorter context"));
                preview.picture("endpoints-form-too-large");
                TabPreview.onFx(() -> {
                    form.get().entities().getFirst().percentage().set(10);
                    ((Button) preview.stage().getScene().lookup("#save")).fire();
                    return true;
                });
                preview.waitFor(() -> !form.get().complaint().get().isEmpty());
                assertThat(opened).isEmpty();
                TabPreview.onFx(() -> {
                    form.get().splitEvenly();
                    ((Button) preview.stage().getScene().lookup("#save")).fire();
                    return true;
                });
                preview.waitFor(() -> !opened.isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void beside_a_model_elsewhere_the_fields_keep_the_width_of_their_words(Look look)
            throws Exception {
        try (SampleEndpoints sample = new SampleEndpoints(folder);
                TabPreview preview = TabPreview.show(look, () -> mixed(sample))) {
            preview.waitFor(() -> shows(preview, "Small: up to 4 at once"));
            preview.picture("endpoints-form-mixed");
            assertThat(cut(preview)).isEmpty();
            assertThat(TabPreview.onFx(() -> prompts(preview))).contains("Qwen-Qwen3-8B");
        }
    }

    private Parent mixed(SampleEndpoints sample) {
        FormViewModel form = form(sample);
        form.addExternal("GPU host", "Qwen/Qwen3-8B");
        form.add(SampleEndpoints.CHAT, 2);
        FormView view = new FormView(form, opened::add, () -> asked.add("cancel"));
        view.root().setMaxWidth(820);
        return new StackPane(view.root());
    }

    /** Labels that are too narrow for their words, the title of a choice among them. */
    private static List<String> cut(TabPreview preview) {
        return TabPreview.onFx(() ->
                preview.stage().getScene().getRoot().lookupAll(".label, .list-cell").stream()
                        .map(Labeled.class::cast)
                        .filter(label -> label.isVisible() && !label.isWrapText())
                        .filter(label -> label.getWidth() < label.prefWidth(-1) - 1)
                        .map(Labeled::getText)
                        .toList());
    }

    private static List<String> prompts(TabPreview preview) {
        return preview.stage().getScene().getRoot().lookupAll(".text-field").stream()
                .map(field -> String.valueOf(((TextField) field).getPromptText()))
                .toList();
    }

    private Parent view(EndpointsViewModel model, Supplier<List<CreateChoice>> elsewhere) {
        return new EndpointsView(model, went::add, () -> asked.add("create"), elsewhere).root();
    }

    private FormViewModel form(SampleEndpoints sample) {
        return new FormViewModel(
                work,
                sample.registry,
                sample.endpoints,
                SampleEndpoints::servers,
                SampleEndpoints.FACTS,
                "me",
                null);
    }

    private Parent form(SampleEndpoints sample, AtomicReference<FormViewModel> kept) {
        FormViewModel form = form(sample);
        form.add(SampleEndpoints.CHAT, 2);
        form.add(SampleEndpoints.CLASSIFIER, 1);
        kept.set(form);
        return new FormView(form, opened::add, () -> asked.add("cancel")).root();
    }

    private static EntityViewModel first(FormViewModel form) {
        return (EntityViewModel) form.entities().getFirst();
    }

    private static EndpointsViewModel table() {
        return new EndpointsViewModel(
                new Work(), name -> new Metrics.Snapshot(42, 12.6, 3, Double.NaN));
    }

    private static boolean shows(TabPreview preview, String text) {
        return labels(preview).contains(text);
    }

    private static boolean showsPart(TabPreview preview, String text) {
        return labels(preview).stream().anyMatch(label -> label.contains(text));
    }

    private static List<String> labels(TabPreview preview) {
        return preview.stage().getScene().getRoot().lookupAll(".label").stream()
                .map(Label.class::cast)
                .map(label -> String.valueOf(label.getText()))
                .toList();
    }
}
