package dev.modeldeck.app.metrics.chart;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One chart with its head: title, unit, and a legend that shows the newest values, or those under
 * the crosshair.
 */
public final class ChartPane extends VBox {

    private final ChartSpec<?> spec;
    private final ChartCanvas canvas;
    private final HBox legend = new HBox(8);
    private final List<Label> names = new ArrayList<>();
    private final List<Label> values = new ArrayList<>();
    private final Label nothing = new Label(Texts.of("metrics").get("chart.nothing"));

    /**
     * @param crosshair shared by all charts of a page; its value is null while no chart is pointed
     *     at
     */
    public ChartPane(ChartSpec<?> spec, ObjectProperty<Instant> crosshair) {
        this.spec = spec;
        this.canvas = new ChartCanvas(crosshair);
        getStyleClass().add("chart-pane");
        nothing.getStyleClass().add("chart-nothing");
        nothing.setMouseTransparent(true);
        StackPane plot = new StackPane(canvas, nothing);
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(head(), plot);
        setAccessibleText(spec.title() + ", " + spec.unit());
        canvas.data().subscribe(this::refreshLegend);
        crosshair.subscribe(this::refreshValues);
    }

    public ChartSpec<?> spec() {
        return spec;
    }

    /** What is shown; set it on the FX thread. */
    public ObjectProperty<ChartData> data() {
        return canvas.data();
    }

    private HBox head() {
        Label title = new Label(spec.title());
        title.getStyleClass().add("chart-title");
        title.setMinWidth(USE_PREF_SIZE);
        Label unit = new Label(spec.unit());
        unit.getStyleClass().add("chart-unit");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        legend.setAlignment(Pos.CENTER_RIGHT);
        HBox head = new HBox(6, title, unit, space, legend);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("chart-head");
        return head;
    }

    private void refreshLegend() {
        List<ChartData.Line> lines = canvas.data().get().lines();
        if (lines.size() != values.size()) {
            legend.getChildren().clear();
            names.clear();
            values.clear();
            for (int i = 0; i < lines.size(); i++) {
                legend.getChildren().add(legendEntry(i, lines.size() > 1));
            }
        }
        nothing.setVisible(canvas.data().get().empty());
        refreshValues();
    }

    private HBox legendEntry(int index, boolean marked) {
        Label name = new Label(); // gives way where it is long
        name.getStyleClass().add("chart-value");
        name.managedProperty().bind(name.textProperty().isNotEmpty());
        names.add(name);
        Label value = new Label();
        value.setMinWidth(USE_PREF_SIZE);
        value.getStyleClass().add("chart-value");
        values.add(value);
        HBox entry = new HBox(4, name, value);
        entry.setAlignment(Pos.CENTER_RIGHT);
        if (marked) {
            Circle dot = new Circle(3.5);
            dot.getStyleClass().add("chart-dot-" + (index % 5 + 1));
            entry.getChildren().addFirst(dot);
        }
        return entry;
    }

    private void refreshValues() {
        List<ChartData.Line> lines = canvas.data().get().lines();
        int index = canvas.crosshairIndex();
        for (int i = 0; i < Math.min(values.size(), lines.size()); i++) {
            ChartData.Line line = lines.get(i);
            String number = Ticks.number(index >= 0 ? line.at(index) : line.last());
            names.get(i).setText(line.label());
            values.get(i).setText(number);
        }
    }
}
