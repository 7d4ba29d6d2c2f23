package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.kernel.EndpointName;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

import java.util.function.Consumer;
import java.util.function.Function;

/** The table of endpoints. */
final class EndpointsView {

    private final EndpointsViewModel model;
    private final Consumer<EndpointName> open;
    private final Runnable create;
    private final Texts texts = Texts.of("endpoints");
    private final BorderPane root;
    private final TableView<EndpointRow> table = new TableView<>();
    private final Timeline clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> tick()));

    @FXML private HBox searchSlot;
    @FXML private StackPane body;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    EndpointsView(EndpointsViewModel model, Consumer<EndpointName> open, Runnable create) {
        this.model = model;
        this.open = open;
        this.create = create;
        this.root = Views.load("endpoints/endpoints.fxml", this);
        clock.setCycleCount(Animation.INDEFINITE);
        SearchField search = new SearchField();
        search.textProperty().bindBidirectional(model.search());
        searchSlot.getChildren().add(search);
        fillTable();
        EmptyState empty =
                new EmptyState(
                        "fth-server",
                        texts.get("empty.title"),
                        texts.get("empty.text"),
                        texts.get("create"),
                        create);
        body.getChildren().add(new StatePane(model.state(), empty, table));
    }

    BorderPane root() {
        return root;
    }

    void shown(boolean now) {
        if (now) {
            model.tick();
            clock.play();
        } else {
            clock.stop();
        }
    }

    @FXML
    private void create() {
        create.run();
    }

    private void tick() {
        model.tick();
    }

    private void fillTable() {
        table.setId("endpoints-table");
        table.setItems(model.rows());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label(texts.get("nothing-found")));
        table.getColumns().add(text("name", 175, row -> row.name().value(), "strong"));
        table.getColumns().add(state());
        table.getColumns().add(text("entities", 240, EndpointRow::entities, ""));
        table.getColumns().add(text("compute", 75, EndpointRow::compute, ""));
        table.getColumns().add(text("rpm", 118, EndpointRow::requestsPerMinute, "number-column"));
        table.getColumns().add(text("p50", 85, EndpointRow::p50, "number-column"));
        table.getColumns().add(text("errors", 80, EndpointRow::errors, "number-column"));
        table.getColumns().add(text("updated", 100, EndpointRow::updated, ""));
        table.setRowFactory(ignored -> row());
        table.setOnKeyPressed(event -> {
            EndpointRow chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                open.accept(chosen.name());
            }
        });
    }

    private TableRow<EndpointRow> row() {
        TableRow<EndpointRow> row = new TableRow<>();
        row.setOnMouseClicked(event -> {
            if (!row.isEmpty() && event.getButton() == MouseButton.PRIMARY) {
                open.accept(row.getItem().name());
            }
        });
        return row;
    }

    private TableColumn<EndpointRow, String> text(
            String key, double width, Function<EndpointRow, String> value, String style) {
        TableColumn<EndpointRow, String> column = new TableColumn<>(texts.get("column." + key));
        column.setPrefWidth(width);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        if (!style.isEmpty()) {
            column.getStyleClass().add(style);
        }
        return column;
    }

    private TableColumn<EndpointRow, EndpointRow> state() {
        TableColumn<EndpointRow, EndpointRow> column = new TableColumn<>(texts.get("column.state"));
        column.setPrefWidth(180);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new StateCell());
        return column;
    }
}
