package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.NodeCell;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A line for each model: name, latest version, aliases, size, last modified, tags. */
final class ModelsTable extends TableView<ModelRow> {

    private static final double ROW = 52;

    private final Texts texts = Texts.of("models");

    ModelsTable(ObservableList<ModelRow> rows) {
        SortedList<ModelRow> sorted = rows.sorted();
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        getStyleClass().add("models-table");
        setFixedCellSize(ROW);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("column.name", 300, this::name, Comparator.comparing(ModelRow::name));
        add(
                "column.latest",
                90,
                row -> new Label(row.latest() == 0 ? "–" : texts.get("version", row.latest())),
                Comparator.comparing(ModelRow::latest));
        add(
                "column.aliases",
                210,
                row -> chips(row.aliases(), e -> Chips.alias(texts, e.getKey(), e.getValue())),
                null);
        add(
                        "column.size",
                        90,
                        row -> new Label(size(row)),
                        Comparator.comparing(ModelRow::sizeBytes))
                .getStyleClass()
                .add("number-column");
        add("column.modified", 120, this::modified, Comparator.comparing(ModelRow::modified));
        add(
                "column.tags",
                160,
                row -> chips(row.tags(), e -> Chips.tag(e.getKey(), e.getValue())),
                null);
    }

    private Node name(ModelRow row) {
        Label model = new Label(row.name().model());
        model.getStyleClass().add("strong");
        Label place = new Label(row.name().catalog() + "." + row.name().schema());
        place.getStyleClass().add("caption");
        VBox box = new VBox(model, place);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node modified(ModelRow row) {
        Label label = new Label(Formats.ago(row.modified()));
        label.setTooltip(new Tooltip(Formats.moment(row.modified())));
        return label;
    }

    private static String size(ModelRow row) {
        return row.latest() == 0 ? "–" : Formats.bytes(row.sizeBytes());
    }

    private static <T> Node chips(List<T> items, Function<T, Label> chip) {
        HBox box = new HBox();
        box.getStyleClass().add("row-4");
        items.forEach(item -> box.getChildren().add(chip.apply(item)));
        return box;
    }

    private TableColumn<ModelRow, ModelRow> add(
            String title,
            double width,
            Function<ModelRow, Node> node,
            @Nullable Comparator<ModelRow> order) {
        TableColumn<ModelRow, ModelRow> column = new TableColumn<>(texts.get(title));
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new NodeCell<>(node));
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setSortable(order != null);
        if (order != null) {
            column.setComparator(order);
        }
        getColumns().add(column);
        return column;
    }
}
