package dev.modeldeck.app.metrics;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.kernel.Problem;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Choices on top, charts below. */
final class MetricsView {

    private final MetricsViewModel model;
    private final Texts texts = Texts.of("metrics");
    private final FileChoice files;
    private final BorderPane root;
    private final Timeline clock = new Timeline();

    @FXML private ComboBox<String> endpoint;
    @FXML private ComboBox<String> entity;
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
        clock.setCycleCount(Animation.INDEFINITE);
        model.range().subscribe(this::wind);
        wind();
    }

    BorderPane root() {
        return root;
    }

    /** Nothing is read or drawn while the tab is behind another. */
    void shown(boolean now) {
        model.shown(now);
        if (now) {
            clock.play();
        } else {
            clock.stop();
        }
    }

    private void bindChoices() {
        endpoint.setItems(model.endpoints());
        endpoint.valueProperty().bindBidirectional(model.endpoint());
        endpoint.disableProperty().bind(Bindings.isEmpty(model.endpoints()));
        entity.setItems(model.entities());
        entity.valueProperty().bindBidirectional(model.entity());
        entity.visibleProperty().bind(Bindings.size(model.entities()).greaterThan(1));
        entity.managedProperty().bind(entity.visibleProperty());
        ToggleGroup group = new ToggleGroup();
        for (TimeRange range : TimeRange.values()) {
            ranges.getChildren().add(rangeButton(range, group));
        }
        group.selectedToggleProperty()
                .addListener((o, before, now) -> keepOneSelected(before, now));
        pause.selectedProperty().bindBidirectional(model.paused());
        pause.setTooltip(new Tooltip(texts.get("pause.hint")));
        export.setTooltip(new Tooltip(texts.get("export.hint")));
        export.disableProperty().bind(model.data().map(Map::isEmpty));
    }

    private ToggleButton rangeButton(TimeRange range, ToggleGroup group) {
        ToggleButton button = new ToggleButton(range.toString());
        TimeRange[] all = TimeRange.values();
        button.getStyleClass()
                .add(
                        range == all[0]
                                ? "left-pill"
                                : range == all[all.length - 1] ? "right-pill" : "center-pill");
        button.setToggleGroup(group);
        button.setUserData(range);
        button.setSelected(range == model.range().get());
        return button;
    }

    private void keepOneSelected(Toggle before, @Nullable Toggle now) {
        if (now == null) {
            before.setSelected(true);
        } else {
            model.range().set((TimeRange) now.getUserData());
        }
    }

    private StatePane states(Runnable createEndpoint) {
        ChartBoard board = new ChartBoard(model.charts());
        model.data().subscribe(board::show);
        ScrollPane scroll = new ScrollPane(board);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("chart-scroll");
        EmptyState empty =
                new EmptyState(
                        "fth-activity",
                        texts.get("empty.title"),
                        texts.get("empty.text"),
                        texts.get("empty.action"),
                        createEndpoint);
        return new StatePane(model.state(), empty, scroll, model::tick);
    }

    private void wind() {
        boolean running = clock.getStatus() == Animation.Status.RUNNING;
        clock.stop();
        clock.getKeyFrames()
                .setAll(
                        new KeyFrame(
                                Duration.millis(model.range().get().refresh().toMillis()),
                                event -> model.tick()));
        if (running) {
            clock.play();
        }
    }

    @FXML
    private void export() {
        String csv = ChartCsv.of(model.charts(), model.data().get());
        String name = model.endpoint().get() + "-metrics.csv";
        files.save(root.getScene().getWindow(), texts.get("export.title"), name)
                .ifPresent(file -> write(file, csv));
    }

    private void write(Path file, String csv) {
        try {
            Files.writeString(file, csv);
        } catch (IOException e) {
            Dialogs.show(
                    root.getScene().getWindow(),
                    new Problem.Invalid(texts.get("export.failed", file)));
        }
    }
}
