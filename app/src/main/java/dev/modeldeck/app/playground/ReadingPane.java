package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts for a model that reads them; below each what the answer says of it. */
final class ReadingPane extends FormPane {

    private static final double MIN_HEIGHT = 88;

    private final ReadingViewModel model;
    private final VBox rows = new VBox();
    private final Map<StringProperty, Node> findings = new IdentityHashMap<>();

    /** The rows that were sent: others may have come and gone when the answer is there. */
    private List<StringProperty> asked = List.of();

    ReadingPane(ColumnViewModel column, ReadingViewModel model, Texts texts) {
        super(column, texts);
        this.model = model;
        rows.getStyleClass().add("reading-rows");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("chat-scroll");
        scroll.prefViewportHeightProperty().bind(rows.heightProperty());
        scroll.setMinHeight(MIN_HEIGHT);
        Label hint = new Label(texts.get("reading.hint." + model.task()));
        hint.getStyleClass().add("muted");
        hint.setWrapText(true);
        hint.setMinHeight(USE_PREF_SIZE);
        getChildren().add(hint);
        if (model.ranks()) {
            getChildren().add(query());
        }
        getChildren().addAll(scroll, actions(), complaint, facts);
        model.rows().addListener((ListChangeListener<StringProperty>) change -> draw());
        draw();
        listen();
    }

    private Node query() {
        TextField field = field(model.query(), texts.get("reading.query"));
        field.setId("query");
        Label label = new Label(texts.get("reading.query"));
        label.getStyleClass().add("field-label");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    /** The first stays enabled while it runs, or the focus would go on to the next button. */
    private HBox actions() {
        Button ask = new Button(texts.get("reading.ask." + model.task()), new FontIcon("fth-play"));
        ask.getStyleClass().add("accent");
        ask.setId("read");
        ask.setOnAction(event -> send());
        Button add =
                new Button(
                        texts.get(model.ranks() ? "reading.add.document" : "reading.add"),
                        new FontIcon("fth-plus"));
        add.setOnAction(event -> model.addRow());
        return new HBox(8, ask, add);
    }

    @Override
    void send() {
        Optional<String> wrong = model.complaint();
        complaint.setText(wrong.orElse(""));
        if (wrong.isEmpty() && column.post(model.dialect(), model.body())) {
            asked = List.copyOf(model.rows());
        }
    }

    @Override
    void show(Exchange.Done done) {
        findings.clear();
        if (!done.failed()) {
            List<Findings> all = Findings.read(model.task(), done.outcome().body(), texts);
            for (int i = 0; i < Math.min(all.size(), asked.size()); i++) {
                findings.put(asked.get(i), node(all.get(i)));
            }
        }
        draw();
    }

    /** What was found for a text stays with it while others come and go. */
    private void draw() {
        rows.getChildren().clear();
        findings.keySet().retainAll(model.rows());
        int number = 1;
        for (StringProperty row : model.rows()) {
            VBox one = new VBox(6, line(row, number++));
            Node found = findings.get(row);
            if (found != null) {
                one.getChildren().add(found);
            }
            rows.getChildren().add(one);
        }
    }

    private Node line(StringProperty row, int number) {
        Label place = new Label(Integer.toString(number));
        place.getStyleClass().addAll("caption", "reading-number");
        TextField field = field(row, texts.get("reading.text", number));
        HBox.setHgrow(field, Priority.ALWAYS);
        Button remove = new Button(null, new FontIcon("fth-x"));
        remove.getStyleClass().addAll("flat", "button-icon", "small-icon");
        remove.setTooltip(new Tooltip(texts.get("reading.remove")));
        remove.setAccessibleText(texts.get("reading.remove"));
        remove.setDisable(model.rows().size() == 1);
        remove.setOnAction(event -> model.removeRow(row));
        HBox line = new HBox(8, place, field, remove);
        line.getStyleClass().add("reading-line");
        return line;
    }

    private TextField field(StringProperty text, String name) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(text);
        field.setAccessibleText(name);
        field.setOnAction(event -> send());
        return field;
    }

    private static Node node(Findings found) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("findings");
        int y = 0;
        if (!found.caption().isEmpty()) {
            Label caption = new Label(found.caption());
            caption.getStyleClass().add("caption");
            grid.add(caption, 0, y++, 3, 1);
        }
        for (Findings.Bar bar : found.bars()) {
            Label name = new Label(bar.name());
            name.getStyleClass().add("finding");
            ProgressBar length = new ProgressBar(bar.share());
            length.setMaxWidth(Double.MAX_VALUE);
            length.setAccessibleText(bar.name() + ": " + bar.value());
            GridPane.setHgrow(length, Priority.ALWAYS);
            Label value = new Label(bar.value());
            value.getStyleClass().addAll("chip");
            value.setMinWidth(USE_PREF_SIZE);
            grid.addRow(y++, name, length, value);
        }
        return grid;
    }
}
