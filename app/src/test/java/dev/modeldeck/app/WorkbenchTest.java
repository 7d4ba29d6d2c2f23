package dev.modeldeck.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.metrics.chart.ChartPane;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.requestlog.CallFilter;

import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A newcomer's first minutes in the whole window, on a real engine with a real worker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkbenchTest {

    private static final EndpointName TRIAGE = new EndpointName("triage");
    private static final ModelName CLASSIFIER = ModelName.parse("main.starter.latency-classifier");

    /** On a machine that has never run a model the libraries of the runtime are unpacked first. */
    private static final Duration WORKER_START = Duration.ofMinutes(5);

    @TempDir private static Path home;

    private static Engine engine;
    private static Workbench window;

    @BeforeAll
    static void start() {
        engine = Workbench.engine(home);
        window = Workbench.open(engine, Look.LIGHT);
    }

    @AfterAll
    static void end() {
        if (window != null) {
            window.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    @Order(1)
    void every_tab_is_reached_by_its_key_and_says_what_to_do_first() {
        List<String> tabs =
                List.of(
                        "models",
                        "endpoints",
                        "connections",
                        "playground",
                        "metrics",
                        "logs",
                        "settings");
        List<String> words =
                List.of(
                        "latency-classifier",
                        "No endpoints yet",
                        "No servers yet",
                        "Playground",
                        "Nothing to measure yet",
                        "No calls yet",
                        "Settings");
        for (int i = 0; i < tabs.size(); i++) {
            window.control(KeyCode.values()[KeyCode.DIGIT1.ordinal() + i]);
            String id = "tab-" + tabs.get(i);
            assertThat(window.node(ToggleButton.class, b -> id.equals(b.getId())).isSelected())
                    .isTrue();
            window.sees(words.get(i));
        }
    }

    @Test
    @Order(2)
    void an_endpoint_is_created_by_the_form_and_becomes_ready() {
        window.control(KeyCode.DIGIT2);
        window.fire("Create endpoint");
        ComboBox<ModelName> model = window.named("modelName");
        window.on(() -> field("name").setText("triage"));
        window.on(() -> model.setValue(CLASSIFIER));
        window.fire("Create");
        window.node(StatusPill.class, pill -> pill.getText().equals("Ready"), WORKER_START);
        window.sees("Serving now");
        assertThat(engine.endpoints().find(TRIAGE).orElseThrow().active()).isNotNull();
    }

    @Test
    @Order(3)
    void the_playground_predicts_through_the_form_of_the_signature() {
        window.fire("Open in Playground");
        window.fire("Predict");
        window.node(Label.class, label -> label.getText().equals("Prediction"));
        assertThat(engine.metrics().lastMinute("triage").errors()).isZero();
    }

    @Test
    @Order(4)
    void the_call_is_in_the_log_and_is_sent_again() {
        window.control(KeyCode.DIGIT6);
        TableView<?> table = window.node(TableView.class, t -> t.getItems().size() == 1);
        window.on(() -> {
            table.requestFocus();
            table.getSelectionModel().selectFirst();
        });
        window.sees("triage · 200");
        window.fire("Replay");
        window.sees("Replayed: 200");
        window.preview().waitFor(() -> table.getItems().size() == 2);
        assertThat(engine.requestLog().page(CallFilter.all(), 0, 9))
                .extracting(call -> call.door())
                .containsExactly("replay", "playground");
    }

    @Test
    @Order(5)
    void the_charts_show_it() {
        window.control(KeyCode.DIGIT5);
        window.node(
                ChartPane.class,
                chart ->
                        chart.spec().id().equals("request-rate")
                                && !chart.data().get().empty()
                                && chart.data().get().lines().getFirst().last() >= 0);
    }

    @Test
    @Order(6)
    void a_stopped_endpoint_says_so_everywhere() {
        window.go(new Destination.OneEndpoint(TRIAGE));
        window.fireAndAnswer("Stop", "Stop");
        window.node(StatusPill.class, pill -> pill.getText().equals("Not ready (Stopped)"));
        window.go(new Destination.Try(TRIAGE));
        window.sees("This endpoint does not run");
    }

    @Test
    @Order(7)
    void everything_is_reached_without_a_mouse() {
        window.control(KeyCode.DIGIT1);
        TableView<?> models = window.node(TableView.class, t -> !t.getItems().isEmpty());
        window.on(() -> {
            models.requestFocus();
            models.getSelectionModel().selectFirst();
        });
        window.press(KeyCode.ENTER);
        window.sees("main.starter");
        window.control(KeyCode.K);
        TextField query =
                window.node(TextField.class, f -> f.getStyleClass().contains("palette-query"));
        assertThat(window.scene().getFocusOwner()).isSameAs(query);
        window.on(() -> query.setText("triage"));
        window.press(KeyCode.ENTER);
        window.node(StatusPill.class, pill -> pill.getText().equals("Not ready (Stopped)"));
        assertThat(window.scene().lookup(".palette-layer").isVisible()).isFalse();
    }

    @Test
    @Order(8)
    void a_page_is_left_by_its_own_tab_and_by_escape_one_level_at_a_time() {
        window.go(new Destination.Model(CLASSIFIER));
        window.control(KeyCode.DIGIT1);
        window.sees("Register a model");
        window.go(new Destination.Version(CLASSIFIER, 1));
        window.sees("Create endpoint");
        window.press(KeyCode.ESCAPE);
        window.sees("New version");
        window.press(KeyCode.ESCAPE);
        window.sees("Register a model");
        window.go(new Destination.OneEndpoint(TRIAGE));
        window.sees("Not ready (Stopped)");
        window.control(KeyCode.DIGIT2);
        window.node(TableView.class, t -> t.getItems().size() == 1);
    }

    private static TextField field(String id) {
        Node found = window.scene().lookup("#" + id);
        return (TextField) found;
    }
}
