package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Signature;

import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A form from the signature: one row a prediction, which stands below its row. */
final class TablePane extends FormPane {

    private static final double BAR = 14;
    private static final double MIN_HEIGHT = 88;
    private static final int LINES_A_ROW = 2;

    private final TableViewModel model;
    private final GridPane grid = new GridPane();
    private final ScrollPane scroll = new ScrollPane(grid);
    private final Map<List<StringProperty>, Node> predictions = new IdentityHashMap<>();

    /** The rows that were sent: others may have come and gone when the answer is there. */
    private List<List<StringProperty>> asked = List.of();

    TablePane(ColumnViewModel column, TableViewModel model, Texts texts) {
        super(column, texts);
        this.model = model;
        grid.getStyleClass().add("table-grid");
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

    /** Predict stays enabled while it runs, or the focus would go on to the next button. */
    private HBox actions() {
        Button predict = new Button(texts.get("table.predict"), new FontIcon("fth-play"));
        predict.getStyleClass().add("accent");
        predict.setId("predict");
        predict.setOnAction(event -> send());
        Button add = new Button(texts.get("table.add"), new FontIcon("fth-plus"));
        add.setOnAction(event -> model.addRow());
        return new HBox(8, predict, add);
    }

    @Override
    void send() {
        Optional<String> wrong = model.complaint();
        complaint.setText(wrong.orElse(""));
        if (wrong.isEmpty() && column.post("databricks", model.body())) {
            asked = List.copyOf(model.rows());
        }
    }

    @Override
    void show(Exchange.Done done) {
        grid.getChildren().removeAll(predictions.values());
        predictions.clear();
        if (done.failed()) {
            return;
        }
        List<List<String>> lines = TableViewModel.predictions(done.outcome().body());
        for (int i = 0; i < Math.min(lines.size(), asked.size()); i++) {
            int row = model.rows().indexOf(asked.get(i));
            if (row >= 0) {
                Node prediction = prediction(lines.get(i));
                predictions.put(asked.get(i), prediction);
                place(prediction, row);
            }
        }
    }

    private void draw() {
        grid.getChildren().clear();
        predictions.keySet().retainAll(model.rows());
        int x = 0;
        for (Signature.Column each : model.columns()) {
            VBox head = new VBox(label(each.name(), "field-label"), label(each.type(), "caption"));
            grid.add(head, x++, 0);
        }
        for (int i = 0; i < model.rows().size(); i++) {
            drawRow(model.rows().get(i), i);
        }
    }

    private void drawRow(List<StringProperty> cells, int row) {
        int y = 1 + row * LINES_A_ROW;
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
        grid.add(remove, x, y);
        Node prediction = predictions.get(cells);
        if (prediction != null) {
            place(prediction, row);
        }
    }

    private void place(Node prediction, int row) {
        grid.add(prediction, 0, (row + 1) * LINES_A_ROW, model.columns().size() + 1, 1);
    }

    /** Stays in sight when the row is wider than the column and is moved aside. */
    private Node prediction(List<String> values) {
        FlowPane line = new FlowPane(6, 4, label(texts.get("table.prediction"), "caption"));
        values.forEach(value -> line.getChildren().add(label(value, "chip")));
        line.getStyleClass().add("prediction");
        line.maxWidthProperty().bind(scroll.viewportBoundsProperty().map(Bounds::getWidth));
        line.translateXProperty()
                .bind(scroll.viewportBoundsProperty().map(bounds -> -bounds.getMinX()));
        return line;
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }
}
