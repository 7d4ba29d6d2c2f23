package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.NodeCell;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A line for each connection: how it is, what it is, what it can do, when it was looked at. */
final class ConnectionsTable extends TableView<ConnectionRow> {

    private static final double ROW = 52;

    private final Texts texts = Texts.of("connections");

    ConnectionsTable(ConnectionsViewModel model, Consumer<String> open) {
        setId("connections-table");
        SortedList<ConnectionRow> sorted = model.rows().sorted();
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        getStyleClass().add("connections-table");
        setFixedCellSize(ROW);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("state", 125, this::light, Comparator.comparing(row -> row.light().tone()));
        add("name", 205, this::name, Comparator.comparing(ConnectionRow::name));
        add("server", 140, this::server, Comparator.comparing(ConnectionRow::server));
        add("models", 70, this::models, Comparator.comparingInt(ConnectionRow::models))
                .getStyleClass()
                .add("number-column");
        column("capabilities", 210, () -> new ChipsCell<>(ConnectionRow::capabilities))
                .setSortable(false);
        column("look", 295, () -> new LookCell(texts, model.now())).setSortable(false);
        openOnClickAndEnter(open);
    }

    private Node light(ConnectionRow row) {
        return new StatusPill(row.light());
    }

    private Node name(ConnectionRow row) {
        return lines(row.name(), "strong", row.address());
    }

    private Node server(ConnectionRow row) {
        return row.server().isEmpty() ? quiet("–") : lines(row.server(), "", row.version());
    }

    private Node models(ConnectionRow row) {
        return row.models() < 0 ? quiet("–") : new Label(String.valueOf(row.models()));
    }

    private static Label quiet(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    private static Node lines(String first, String style, String second) {
        Label above = new Label(first);
        if (!style.isEmpty()) {
            above.getStyleClass().add(style);
        }
        VBox box = new VBox(above);
        if (!second.isEmpty()) {
            Label below = new Label(second);
            below.getStyleClass().add("caption");
            below.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            box.getChildren().add(below);
        }
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private TableColumn<ConnectionRow, ConnectionRow> add(
            String title,
            double width,
            Function<ConnectionRow, Node> node,
            Comparator<ConnectionRow> order) {
        TableColumn<ConnectionRow, ConnectionRow> column =
                column(title, width, () -> new NodeCell<>(node));
        column.setComparator(order);
        return column;
    }

    private TableColumn<ConnectionRow, ConnectionRow> column(
            String title, double width, Supplier<TableCell<ConnectionRow, ConnectionRow>> cell) {
        TableColumn<ConnectionRow, ConnectionRow> column =
                new TableColumn<>(texts.get("column." + title));
        column.setCellValueFactory(shown -> new ReadOnlyObjectWrapper<>(shown.getValue()));
        column.setCellFactory(ignored -> cell.get());
        column.setPrefWidth(width);
        column.setReorderable(false);
        getColumns().add(column);
        return column;
    }

    private void openOnClickAndEnter(Consumer<String> open) {
        setRowFactory(ignored -> {
            TableRow<ConnectionRow> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
                    open.accept(row.getItem().id());
                }
            });
            return row;
        });
        setOnKeyPressed(event -> {
            ConnectionRow row = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && row != null) {
                open.accept(row.id());
            }
        });
    }
}
