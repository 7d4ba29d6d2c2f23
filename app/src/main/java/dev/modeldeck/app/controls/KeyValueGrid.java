package dev.modeldeck.app.controls;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Names on the left, values on the right. */
public final class KeyValueGrid extends GridPane {

    private static final double NAME_WIDTH = 104;

    public KeyValueGrid() {
        getStyleClass().add("key-values");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(NAME_WIDTH);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setMinWidth(0);
        getColumnConstraints().addAll(names, values);
    }

    public void add(String name, String value) {
        add(name, new SelectableText(value));
    }

    public void add(String name, Node value) {
        Label label = new Label(name);
        label.getStyleClass().add("muted");
        label.setLabelFor(value);
        setValignment(label, VPos.TOP);
        setValignment(value, VPos.TOP);
        addRow(getRowCount(), label, value);
    }

    public void clear() {
        getChildren().clear();
    }
}
