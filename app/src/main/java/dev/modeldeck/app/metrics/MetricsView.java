package dev.modeldeck.app.metrics;

import dev.modeldeck.app.controls.ChoiceWords;
import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Heartbeat;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.time.Instant;
import java.util.List;

/** Choices on top, charts below. */
final class MetricsView {

    private final MetricsViewModel model;
    private final Texts texts = Texts.of("metrics");
    private final FileChoice files;
    private final BorderPane root;
    private final PillRow<TimeRange> range =
            new PillRow<>(List.of(TimeRange.values()), TimeRange::toString);

    @FXML private ComboBox<String> endpoint;
    @FXML private ComboBox<EntityChoice> entity;
    @FXML private HBox ranges;
    @FXML private ToggleButton pause;
    @FXML private Button export;
    @FXML private StackPane body;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    MetricsView(MetricsViewModel model, FileChoice files, Runnable createEndpoint) {
        this.model = model;
        this.files = files;
        this.root = Views.load("metrics/metrics.fxml", this);
        bindChoices();
        body.getChildren().add(states(createEndpoint));
        Heartbeat heartbeat = new Heartbeat(root, model.range().get().refresh(), model::tick);
        model.range().subscribe(chosen -> heartbeat.every(chosen.refresh()));
    }

    BorderPane root() {
        return root;
    }

    private void bindChoices() {
        endpoint.setItems(model.endpoints());
        endpoint.valueProperty().bindBidirectional(model.endpoint());
        endpoint.disableProperty().bind(Bindings.isEmpty(model.endpoints()));
        entity.setConverter(new ChoiceWords<>(this::words));
        entity.setItems(model.entities());
        entity.valueProperty().bindBidirectional(model.entity());
        entity.visibleProperty().bind(Bindings.size(model.entities()).greaterThan(1));
        entity.managedProperty().bind(entity.visibleProperty());
        range.valueProperty().bindBidirectional(model.range());
        ranges.getChildren().add(range);
        pause.selectedProperty().bindBidirectional(model.paused());
        pause.setTooltip(new Tooltip(texts.get("pause.hint")));
        export.setTooltip(new Tooltip(texts.get("export.hint")));
        export.disableProperty().bind(model.figures().map(figures -> figures.data().isEmpty()));
    }

    private String words(EntityChoice choice) {
        return switch (choice) {
            case EntityChoice.All _ -> texts.get("entity.all");
            case EntityChoice.Compare _ -> texts.get("entity.compare");
            case EntityChoice.One(String name) -> name;
        };
    }

    private StatePane states(Runnable createEndpoint) {
        ObjectProperty<Instant> crosshair = new SimpleObjectProperty<>();
        ChartBoard board = new ChartBoard(crosshair);
        ServerBoards servers = new ServerBoards(crosshair);
        model.charts().subscribe(charts -> board.show(charts, model.figures().get().data()));
        model.figures()
                .subscribe(figures -> {
                    board.show(model.charts().get(), figures.data());
                    servers.show(figures.servers());
                });
        VBox all = new VBox(board, servers);
        all.getStyleClass().add("stack-24");
        ScrollPane scroll = new ScrollPane(all);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("chart-scroll");
        EmptyState empty =
                new EmptyState(
                        "fth-activity",
                        texts.get("empty.title"),
                        texts.get("empty.text"),
                        texts.get("empty.action"),
                        createEndpoint);
        return new StatePane(model.state(), empty, scroll, model::retry);
    }

    @FXML
    private void export() {
        Window window = root.getScene().getWindow();
        String name = model.endpoint().get() + "-metrics.csv";
        files.save(window, texts.get("export.title"), name)
                .ifPresent(file -> model.export(file, problem -> Dialogs.show(window, problem)));
    }
}
