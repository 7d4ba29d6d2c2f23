package dev.modeldeck.app;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.Engine;
import dev.modeldeck.engine.QualityRun;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.RegisteredModel;

import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes the pictures of the README and of every tab, on a real engine with real traffic: {@code
 * -Dmodeldeck.pictures=DIR}, and {@code -Dmodeldeck.pictures.seconds=240} for fuller charts.
 */
@EnabledIfSystemProperty(named = "modeldeck.pictures", matches = ".+")
class PicturesTest {

    private final Path folder = Path.of(System.getProperty("modeldeck.pictures", "pictures"));
    private final Duration traffic =
            Duration.ofSeconds(Integer.getInteger("modeldeck.pictures.seconds", 30));

    /** Stands in the status bar, so it may be named. */
    private final Path home =
            Path.of(System.getProperty("modeldeck.pictures.home", "target/pictures-home"));

    @Test
    void every_tab_in_both_looks() {
        try (Engine engine = Workbench.engine(home, -1);
                Workbench window = Workbench.open(engine, Look.LIGHT);
                SampleServers servers = new SampleServers()) {
            empty(window);
            servers.connect(engine);
            servers.front(engine);
            SampleTraffic calls = new SampleTraffic(engine);
            calls.createEndpoints();
            calls.flow(traffic);
            models(window, engine);
            endpoints(window, engine);
            connections(window, servers);
            mixed(window);
            playground(window, engine);
            observe(window, engine);
        }
    }

    private void empty(Workbench window) {
        for (String tab : List.of("endpoints", "connections", "playground", "metrics", "logs")) {
            window.go(new Destination.Tab(tab));
            window.pictures("empty-" + tab, folder);
        }
    }

    private void models(Workbench window, Engine engine) {
        ModelName model = engine.registry().models().get().getFirst().name();
        window.go(new Destination.Tab("models"));
        window.pictures("models", folder);
        window.go(new Destination.Model(model));
        window.pictures("models-model", folder);
        window.go(new Destination.Version(model, 1));
        window.pictures("models-version", folder);
        quality(window, engine);
        window.go(new Destination.RegisterModel());
        window.pictures("models-register", folder);
    }

    /** Measured by real workers, which takes its time. */
    private void quality(Workbench window, Engine engine) {
        RegisteredModel chat =
                engine.registry().models().get().stream()
                        .filter(model -> model.versions().getFirst().inspection().shape() != null)
                        .findFirst()
                        .orElseThrow();
        window.go(new Destination.Version(chat.name(), 1));
        TabPane tabs = window.named("tabs");
        window.on(() -> tabs.getSelectionModel().select(4));
        window.fire("Measure");
        window.preview()
                .waitFor(
                        Duration.ofMinutes(5),
                        () ->
                                engine.quality().now().get() instanceof QualityRun.Idle
                                        && !engine.quality().of(chat.name(), 1).isEmpty());
        window.settle();
        window.pictures("models-version-quality", folder);
    }

    private void endpoints(Workbench window, Engine engine) {
        EndpointName first = engine.endpoints().all().get().getFirst().name();
        window.go(new Destination.Tab("endpoints"));
        window.pictures("endpoints", folder);
        window.go(new Destination.OneEndpoint(first));
        window.sees("Serving now");
        window.pictures("endpoint", folder);
        TabPane tabs = window.named("tabs");
        for (int i = 1; i < tabs.getTabs().size(); i++) {
            int number = i;
            window.on(() -> tabs.getSelectionModel().select(number));
            window.settle();
            window.pictures("endpoint-" + tabs.getTabs().get(i).getText().toLowerCase(), folder);
        }
        Endpoint endpoint = engine.endpoints().find(first).orElseThrow();
        var served =
                endpoint.config().orElseThrow().entities().getFirst().registered().orElseThrow();
        window.go(new Destination.CreateEndpoint(served.model(), served.version()));
        window.named("modelName");
        window.pictures("endpoint-form", folder);
    }

    private void connections(Workbench window, SampleServers servers) {
        window.go(new Destination.Tab("connections"));
        window.sees("No access");
        window.sees("Connected");
        window.settle();
        window.pictures("connections", folder);
        window.go(new Destination.OneConnection("GPU host"));
        window.sees("Qwen/Qwen3-8B");
        window.pictures("connection", folder);
        TabPane tabs = window.named("tabs");
        window.on(() -> tabs.getSelectionModel().select(1));
        window.sees("Over time");
        window.settle();
        window.pictures("connection-server", folder);
        window.fire("Load a LoRA adapter");
        window.settle();
        window.pictures("connection-action", folder);
        window.press(KeyCode.ESCAPE);
        window.go(new Destination.AddServer());
        probe(window, servers.gone(), "Nothing can be reached");
        window.pictures("connection-test-failed", folder);
        probe(window, servers.there(), "with 3 models");
        window.pictures("connection-test", folder);
    }

    /** A registered version and a connected server's model behind one name. */
    private void mixed(Workbench window) {
        window.go(new Destination.CreateExternal("GPU host", "Qwen/Qwen3-8B"));
        window.sees("Calls go to that server");
        TextField name = window.named("name");
        window.on(() -> name.setText("mixed"));
        window.fire("Add served entity");
        window.settle();
        ComboBox<ModelName> model = window.named("modelName");
        window.on(() -> model.getSelectionModel().selectLast());
        window.settle();
        window.pictures("endpoint-form-mixed", folder);
        window.fire("Create");
        window.sees("Serving now");
        window.settle();
        window.pictures("endpoint-mixed", folder);
    }

    private static void probe(Workbench window, URI address, String verdict) {
        TextField field = window.named("address");
        window.on(() -> field.setText(address.toString()));
        window.fire("Test");
        window.sees(verdict);
    }

    private void playground(Workbench window, Engine engine) {
        window.go(new Destination.Try(new EndpointName("triage")));
        window.fire("Predict");
        window.sees("Prediction");
        window.pictures("playground-table", folder);
        if (engine.endpoints().find(new EndpointName("assistant")).isEmpty()) {
            return;
        }
        window.go(new Destination.Try(new EndpointName("assistant")));
        ask(window, "Why are model versions immutable?");
        window.control(KeyCode.N);
        ask(window, "What is time to first token?");
        window.control(KeyCode.N);
        ask(window, "What is a served entity?");
        ask(window, "How do I register a model?");
        window.settle();
        window.pictures("playground-one", folder);
        structured(window);
        window.control(KeyCode.N);
        window.fire("Add column");
        ToggleButton parameters = window.named("parameters");
        window.on(parameters::fire);
        ask(window, "What is a served entity?");
        ask(window, "How do I register a model?");
        window.settle();
        window.pictures("playground", folder);
    }

    /** An answer by the schema that the editor begins with. */
    private void structured(Workbench window) {
        window.control(KeyCode.N);
        ComboBox<?> format = window.named("format");
        window.on(() -> format.getSelectionModel().selectLast());
        window.fireAndAnswer("Write…", "Use");
        ask(window, "Nothing answers at our endpoint since this morning!");
        window.sees("Valid by the schema");
        window.settle();
        window.pictures("playground-structured", folder);
        window.on(() -> format.getSelectionModel().selectFirst());
    }

    private static void ask(Workbench window, String question) {
        TextArea prompt = window.named("prompt");
        window.on(() -> {
            prompt.setText(question);
            prompt.requestFocus();
        });
        window.control(KeyCode.ENTER);
        window.preview().waitFor(() -> !window.scene().lookup("#stop").isVisible());
    }

    private void observe(Workbench window, Engine engine) {
        window.go(new Destination.Tab("metrics"));
        ComboBox<String> endpoint = window.named("endpoint");
        window.on(
                () -> endpoint.setValue(engine.endpoints().all().get().getFirst().name().value()));
        window.settle();
        window.pictures("metrics", folder);
        window.go(new Destination.MetricsOf(SampleServers.SUPPORT));
        window.sees("Measured by the server itself");
        ScrollPane charts =
                window.node(
                        ScrollPane.class, pane -> pane.getStyleClass().contains("chart-scroll"));
        window.on(() -> charts.setVvalue(1));
        window.settle();
        window.pictures("metrics-server", folder);
        window.go(new Destination.Tab("logs"));
        TableView<?> table = window.node(TableView.class, t -> t.getItems().size() > 5);
        window.settle();
        window.pictures("logs-table", folder);
        window.on(() -> {
            table.requestFocus();
            table.getSelectionModel().select(2);
        });
        window.sees("Request id");
        window.pictures("logs", folder);
        window.control(KeyCode.K);
        window.pictures("palette", folder);
        window.press(KeyCode.ESCAPE);
        window.go(new Destination.Tab("settings"));
        window.pictures("settings", folder);
        ScrollPane page =
                window.node(
                        ScrollPane.class, pane -> pane.getStyleClass().contains("settings-scroll"));
        window.on(() -> page.setVvalue(0.6));
        window.settle();
        window.pictures("settings-cards", folder);
    }
}
