package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Signature;

import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Optional;

/** A form from the signature: one row a prediction. */
final class TablePane extends FormPane {

    private static final double BAR = 14;
    private static final double MIN_HEIGHT = 88;

    private final TableViewModel model;
    private final GridPane grid = new GridPane();
    private List<List<String>> predictions = List.of();

    TablePane(ColumnViewModel column, TableViewModel model, Texts texts) {
        super(column, texts);
        this.model = model;
        grid.getStyleClass().add("table-grid");
        ScrollPane scroll = new ScrollPane(grid);
        scroll.getStyleClass().add("chat-scroll");
        scroll.prefViewportHeightProperty().bind(grid.heightProperty().add(BAR));
        scroll.setMinHeight(MIN_HEIGHT);
        Label hint = new Label(texts.get("table.hint"));
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        getChildren().addAll(hint, scroll, actions(), complaint, facts);
        model.rows().addListener((ListChangeListener<List<StringProperty>>) change -> draw());
        draw();
        listen();
    }

    private HBox actions() {
        Button predict = new Button(texts.get("table.predict"), new FontIcon("fth-play"));
        predict.getStyleClass().add("accent");
        predict.setId("predict");
        predict.disableProperty().bind(column.running());
        predict.setOnAction(event -> send());
        Button add = new Button(texts.get("table.add"), new FontIcon("fth-plus"));
        add.setOnAction(event -> model.addRow());
        return new HBox(8, predict, add);
    }

    @Override
    void send() {
        Optional<String> wrong = model.complaint();
        complaint.setText(wrong.orElse(""));
        if (wrong.isEmpty()) {
            column.post("databricks", model.body());
        }
    }

    @Override
    void show(Exchange.Done done) {
        predictions = done.failed() ? List.of() : TableViewModel.predictions(done.outcome().body());
        draw();
    }

    private void draw() {
        grid.getChildren().clear();
        int x = 0;
        for (Signature.Column each : model.columns()) {
            VBox head = new VBox(label(each.name(), "field-label"), label(each.type(), "caption"));
            grid.add(head, x++, 0);
        }
        if (!predictions.isEmpty()) {
            grid.add(label(texts.get("table.prediction"), "field-label"), x + 1, 0);
        }
        for (int i = 0; i < model.rows().size(); i++) {
            drawRow(model.rows().get(i), i + 1);
        }
    }

    private void drawRow(List<StringProperty> cells, int y) {
        int x = 0;
        for (StringProperty cell : cells) {
            TextField field = new TextField();
            field.textProperty().bindBidirectional(cell);
            field.setPrefColumnCount(5);
            field.setOnAction(event -> send());
            grid.add(field, x++, y);
        }
        Button remove = new Button(null, new FontIcon("fth-x"));
        remove.getStyleClass().addAll("flat", "button-icon", "small-icon");
        remove.setTooltip(new Tooltip(texts.get("table.remove")));
        remove.setDisable(model.rows().size() == 1);
        remove.setOnAction(event -> model.removeRow(cells));
        grid.add(remove, x++, y);
        if (y <= predictions.size()) {
            HBox values = new HBox(6);
            values.setAlignment(Pos.CENTER_LEFT);
            predictions.get(y - 1).forEach(v -> values.getChildren().add(label(v, "chip")));
            grid.add(values, x, y);
        }
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
