package dev.modeldeck.app.controls;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** A figure with its name above and a remark below. */
public final class MetricTile extends VBox {

    private final Label value = new Label("–");
    private final Label remark = new Label();

    public MetricTile(String name) {
        getStyleClass().addAll("card", "metric-tile");
        Label label = new Label(name);
        label.getStyleClass().add("caption");
        value.getStyleClass().add("metric-value");
        remark.getStyleClass().add("caption");
        remark.managedProperty().bind(remark.textProperty().isNotEmpty());
        getChildren().addAll(label, value, remark);
    }

    public void show(String figure, String below) {
        value.setText(figure);
        remark.setText(below);
    }
}
