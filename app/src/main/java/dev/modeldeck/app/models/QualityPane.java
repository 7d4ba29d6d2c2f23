package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.models.QualityViewModel.Phase;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Function;

/** What each data type costs in quality: a table, the button that measures, how to read it. */
final class QualityPane extends StackPane {

    private static final double ROW = 40;
    private static final double SCHEME = 90;
    private static final double FIGURE = 110;

    private final Texts texts = Texts.of("models");
    private final QualityViewModel model;
    private final Label words = new Label();
    private final Label problem = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Button measure = new Button(texts.get("quality.measure"));
    private final Button cancel = new Button(texts.get("quality.cancel"));

    QualityPane(QualityViewModel model) {
        this.model = model;
        getStyleClass().add("quality");
        VBox fit = new VBox(choice(), ownText(), strip(), problem, figures());
        fit.getStyleClass().add("stack-12");
        ScrollPane page = new ScrollPane(fit);
        page.setFitToWidth(true);
        page.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        EmptyState unfit =
                new EmptyState(
                        "fth-bar-chart-2",
                        texts.get("quality.unfit.title"),
                        texts.get("quality.unfit.text"));
        problem.getStyleClass().add("complaint");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        shownIf(problem, problem.textProperty().isNotEmpty());
        ObservableValue<Boolean> isUnfit = model.phaseProperty().map(Phase.Unfit.class::isInstance);
        shownIf(unfit, isUnfit);
        shownIf(page, isUnfit.map(none -> !none));
        getChildren().addAll(unfit, page);
        model.phaseProperty().subscribe(this::show);
    }

    private Node choice() {
        ToggleGroup group = new ToggleGroup();
        RadioButton builtIn = new RadioButton(texts.get("quality.builtIn"));
        RadioButton own = new RadioButton(texts.get("quality.own"));
        own.setId("own");
        builtIn.setToggleGroup(group);
        own.setToggleGroup(group);
        builtIn.setSelected(true);
        own.selectedProperty().bindBidirectional(model.ownProperty());
        measure.setId("measure");
        measure.getStyleClass().add("accent");
        measure.setOnAction(event -> model.start());
        cancel.setId("cancelMeasuring");
        cancel.setOnAction(event -> model.cancel());
        measure.setMinWidth(USE_PREF_SIZE);
        cancel.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(builtIn, own, space, cancel, measure);
        line.getStyleClass().add("row-12");
        return line;
    }

    private Node ownText() {
        TextArea area = new TextArea();
        area.setId("ownText");
        area.setPromptText(texts.get("quality.own.prompt"));
        area.setWrapText(true);
        area.setPrefRowCount(5);
        area.textProperty().bindBidirectional(model.ownTextProperty());
        shownIf(area, model.ownProperty());
        return area;
    }

    private Node strip() {
        bar.getStyleClass().add("thin");
        bar.setMaxWidth(Double.MAX_VALUE);
        VBox strip = new VBox(words, bar);
        strip.getStyleClass().add("stack-4");
        shownIf(strip, words.textProperty().isNotEmpty());
        return strip;
    }

    private Node figures() {
        TableView<QualityRow> table = table();
        Label source = caption(model.sourceProperty());
        Label remarks = caption(model.remarksProperty());
        VBox found = new VBox(table, source, remarks, reading());
        found.getStyleClass().add("stack-8");
        EmptyState none =
                new EmptyState(
                        "fth-bar-chart-2",
                        texts.get("quality.none.title"),
                        texts.get("quality.none.text"));
        none.setId("unmeasured");
        shownIf(found, Bindings.isNotEmpty(model.rows()));
        shownIf(
                none,
                Bindings.createBooleanBinding(
                        () ->
                                model.rows().isEmpty()
                                        && !(model.phaseProperty().get()
                                                instanceof Phase.Measuring),
                        model.rows(),
                        model.phaseProperty()));
        return new StackPane(none, found);
    }

    private Node reading() {
        Label title = new Label(texts.get("quality.reading"));
        title.getStyleClass().add("section-title");
        KeyValueGrid grid = new KeyValueGrid();
        for (String figure : List.of("perplexity", "divergence", "sameTop", "memory")) {
            Label meaning = new Label(texts.get("quality.reading." + figure));
            meaning.setWrapText(true);
            meaning.setMinHeight(Region.USE_PREF_SIZE);
            grid.add(texts.get("quality." + figure), meaning);
        }
        VBox reading = new VBox(title, grid);
        reading.getStyleClass().addAll("stack-8", "reading");
        return reading;
    }

    private TableView<QualityRow> table() {
        TableView<QualityRow> table = new TableView<>(model.rows());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        column(table, "quality.scheme", QualityRow::scheme, SCHEME).getStyleClass().add("strong");
        column(table, "quality.perplexity", QualityRow::perplexity, FIGURE);
        column(table, "quality.divergence", QualityRow::divergence, FIGURE);
        column(table, "quality.divergence99", QualityRow::divergence99, FIGURE);
        column(table, "quality.sameTop", QualityRow::sameTop, FIGURE);
        column(table, "quality.memory", QualityRow::memory, FIGURE);
        table.getColumns()
                .subList(1, table.getColumns().size())
                .forEach(column -> column.getStyleClass().add("number-column"));
        // All rows and no more: what explains them follows at once.
        table.setFixedCellSize(ROW);
        table.prefHeightProperty().bind(Bindings.size(model.rows()).add(1).multiply(ROW).add(2));
        table.minHeightProperty().bind(table.prefHeightProperty());
        table.maxHeightProperty().bind(table.prefHeightProperty());
        return table;
    }

    private TableColumn<QualityRow, String> column(
            TableView<QualityRow> table,
            String title,
            Function<QualityRow, String> value,
            double width) {
        TableColumn<QualityRow, String> column = new TableColumn<>(texts.get(title));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        column.setMinWidth(width);
        table.getColumns().add(column);
        return column;
    }

    private static Label caption(ObservableValue<String> text) {
        Label label = new Label();
        label.textProperty().bind(text);
        label.getStyleClass().add("caption");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        shownIf(label, label.textProperty().isNotEmpty());
        return label;
    }

    private void show(Phase phase) {
        words.setText("");
        problem.setText("");
        boolean measuring = false;
        switch (phase) {
            case Phase.Unfit _, Phase.Resting _ -> {}
            case Phase.Measuring(double fraction, String what) -> {
                measuring = true;
                bar.setProgress(fraction);
                words.setText(what);
            }
            case Phase.Waiting(String what) -> words.setText(what);
            case Phase.Failed(String scheme, var why) ->
                    problem.setText(
                            scheme.isEmpty()
                                    ? why.message()
                                    : texts.get("quality.failed", scheme, why.message()));
        }
        show(bar, measuring);
        show(cancel, measuring);
        measure.setDisable(measuring || phase instanceof Phase.Waiting);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static void shownIf(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }
}
