package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.ServingEndpointJson;
import dev.modeldeck.engine.kernel.Problem;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** An endpoint's page. */
final class PageView {

    private final PageViewModel model;
    private final Links links;
    private final Texts texts = Texts.of("endpoints");
    private final BorderPane root;
    private final StatusPill state = new StatusPill();

    @FXML private Label title;
    @FXML private HBox stateSlot;
    @FXML private Button start;
    @FXML private Button stop;
    @FXML private Button cancelUpdate;
    @FXML private Button edit;
    @FXML private TabPane tabs;

    /** Where the page leads to. */
    record Links(Runnable back, Runnable edit, Runnable playground) {}

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    PageView(PageViewModel model, Node charts, Links links) {
        this.model = model;
        this.links = links;
        this.root = Views.load("endpoints/page.fxml", this);
        title.setText(model.name().value());
        stateSlot.getChildren().add(state);
        addTabs(charts);
        model.endpoint().subscribe(shown -> shown.ifPresent(this::show));
    }

    BorderPane root() {
        return root;
    }

    private void addTabs(Node charts) {
        ScrollPane overview = new ScrollPane(new OverviewPane(model, texts));
        overview.setFitToWidth(true);
        overview.getStyleClass().add("form-scroll");
        addWhileSelected("page.overview", overview);
        addWhileSelected("page.metrics", charts);
        add("page.logs", new WorkerLogPane(model, texts));
        add("page.events", new EventsPane(model, texts));
        add("page.query", new QueryPane(model, texts));
        add("page.json", configuration());
    }

    /** Charts leave the window with their tab, so that they rest. */
    private void addWhileSelected(String key, Node content) {
        StackPane slot = new StackPane();
        add(key, slot);
        tabs.getTabs()
                .getLast()
                .selectedProperty()
                .subscribe(chosen -> {
                    if (chosen) {
                        slot.getChildren().setAll(content);
                    } else {
                        slot.getChildren().clear();
                    }
                });
    }

    private void add(String key, Node content) {
        VBox padded = new VBox(content);
        VBox.setVgrow(content, Priority.ALWAYS);
        padded.getStyleClass().add("tab-body");
        Tab tab = new Tab(texts.get(key), padded);
        tab.setClosable(false);
        tabs.getTabs().add(tab);
    }

    private Node configuration() {
        Label text = new Label(texts.get("page.json.text"));
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        CodePane json = CodePane.json("");
        VBox.setVgrow(json, Priority.ALWAYS);
        model.endpoint()
                .subscribe(shown ->
                        shown.map(ServingEndpointJson::configuration)
                                .ifPresent(body -> json.setText(body.toPrettyString())));
        return new VBox(12, text, json);
    }

    private void show(Endpoint endpoint) {
        EndpointState now = endpoint.state();
        state.show(Light.of(endpoint));
        visible(start, now == EndpointState.STOPPED || now == EndpointState.UPDATE_FAILED);
        visible(stop, now != EndpointState.STOPPED);
        visible(cancelUpdate, now.updating());
        edit.setDisable(now.updating());
    }

    private static void visible(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void back() {
        links.back().run();
    }

    @FXML
    private void start() {
        model.start(this::failed);
    }

    @FXML
    private void stop() {
        String name = model.name().value();
        if (Dialogs.confirm(
                window(),
                texts.get("page.stop.title", name),
                texts.get("page.stop.text"),
                texts.get("page.stop"))) {
            model.stop(this::failed);
        }
    }

    @FXML
    private void cancelUpdate() {
        model.cancelUpdate(this::failed);
    }

    @FXML
    private void edit() {
        links.edit().run();
    }

    @FXML
    private void openPlayground() {
        links.playground().run();
    }

    @FXML
    private void delete() {
        String name = model.name().value();
        if (Dialogs.confirmDanger(
                window(),
                texts.get("page.delete.title", name),
                texts.get("page.delete.text"),
                texts.get("page.delete"))) {
            model.delete(this::failed);
        }
    }

    private void failed(Problem problem) {
        Dialogs.show(window(), problem);
    }

    private Window window() {
        return root.getScene().getWindow();
    }
}
