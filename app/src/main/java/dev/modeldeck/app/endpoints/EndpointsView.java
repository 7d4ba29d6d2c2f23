package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.endpoints.EndpointsViewModel.Place;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.app.shell.Navigator;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
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

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The table of endpoints. */
final class EndpointsView {

    private static final double ROW = 40;

    private final EndpointsViewModel model;
    private final Navigator navigator;
    private final Texts texts = Texts.of("endpoints");
    private final BorderPane root;
    private final TableView<EndpointRow> table = new TableView<>();
    private final Timeline clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> tick()));

    @FXML private HBox searchSlot;
    @FXML private HBox createSlot;
    @FXML private StackPane body;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    EndpointsView(
            EndpointsViewModel model,
            Navigator navigator,
            Runnable create,
            Supplier<List<CreateChoice>> elsewhere) {
        this.model = model;
        this.navigator = navigator;
        this.root = Views.load("endpoints/endpoints.fxml", this);
        clock.setCycleCount(Animation.INDEFINITE);
        SearchField search = new SearchField();
        search.textProperty().bindBidirectional(model.search());
        searchSlot.getChildren().addAll(places(), search);
        createSlot.getChildren().add(new CreateButton(create, elsewhere, navigator));
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

    private void tick() {
        model.tick();
    }

    /** Shown where there is any place but this machine. */
    private Node places() {
        PillRow<Place> places = new PillRow<>(List.of(Place.values()), this::counted);
        places.setId("places");
        places.valueProperty().bindBidirectional(model.place());
        places.visibleProperty().bind(model.connected());
        places.managedProperty().bind(model.connected());
        for (Place each : Place.values()) {
            model.count(each).subscribe(() -> places.rename(each, counted(each)));
        }
        return places;
    }

    private String counted(Place place) {
        return texts.get("place." + place, model.count(place).get());
    }

    private void fillTable() {
        table.setId("endpoints-table");
        SortedList<EndpointRow> sorted = model.rows().sorted();
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setFixedCellSize(ROW);
        table.getColumns().add(text("name", 165, EndpointRow::name, "strong"));
        table.getColumns().add(state());
        TableColumn<EndpointRow, String> what = text("entities", 245, EndpointRow::entities, "");
        TableColumn<EndpointRow, String> where = text("compute", 115, EndpointRow::compute, "");
        table.getColumns().addAll(List.of(what, where));
        model.place()
                .subscribe(place -> {
                    boolean here = place == Place.HERE;
                    what.setText(texts.get(here ? "column.entities" : "column.task"));
                    where.setText(texts.get(here ? "column.compute" : "column.server"));
                    table.setPlaceholder(new Label(texts.get("nothing." + place)));
                });
        table.getColumns().add(number("rpm", 118, EndpointRow.Numbers::requestsPerMinute));
        table.getColumns().add(number("p50", 75, EndpointRow.Numbers::p50));
        table.getColumns().add(number("errors", 70, EndpointRow.Numbers::errors));
        TableColumn<EndpointRow, String> updated = text("updated", 100, EndpointRow::updated, "");
        updated.setSortable(false); // "2 min ago" has no order as a text
        table.getColumns().add(updated);
        table.setRowFactory(ignored -> row());
        table.setOnKeyPressed(event -> {
            EndpointRow chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                navigator.go(chosen.opens());
            }
        });
    }

    private TableRow<EndpointRow> row() {
        TableRow<EndpointRow> row = new TableRow<>();
        row.setOnMouseClicked(event -> {
            if (!row.isEmpty() && event.getButton() == MouseButton.PRIMARY) {
                navigator.go(row.getItem().opens());
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

    private TableColumn<EndpointRow, String> number(
            String key, double width, Function<EndpointRow.Numbers, String> value) {
        TableColumn<EndpointRow, String> column =
                text(key, width, row -> value.apply(row.numbers()), "number-column");
        column.setSortable(false); // as a text 9 comes after 10
        return column;
    }

    private TableColumn<EndpointRow, EndpointRow> state() {
        TableColumn<EndpointRow, EndpointRow> column = new TableColumn<>(texts.get("column.state"));
        column.setPrefWidth(165);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setComparator(
                Comparator.comparing((EndpointRow row) -> row.light().tone())
                        .thenComparing(row -> row.light().words()));
        column.setCellFactory(ignored -> new StateCell());
        return column;
    }
}
