package dev.modeldeck.app.logs;

import dev.modeldeck.app.controls.ChoiceWords;
import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.LoggedCall;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import java.util.List;

/** Filter on top, the calls below, one of them in full at the right. */
final class LogsView {

    /** In a narrower window the filters need the room. */
    private static final double LEAST_WITH_COUNT = 900;

    private final LogsViewModel model;
    private final DetailViewModel detailModel;
    private final ExportViewModel exportModel;
    private final FileChoice files;
    private final Texts texts = Texts.of("logs");
    private final BorderPane root;
    private final TableView<LogRow> table;
    private final SplitPane split = new SplitPane();
    private final DetailView detail;
    private Runnable placeDivider = () -> {};

    @FXML private Label count;
    @FXML private HBox searchSlot;
    @FXML private ComboBox<String> endpoint;
    @FXML private ComboBox<String> door;
    @FXML private ComboBox<StatusChoice> status;
    @FXML private ComboBox<SinceChoice> since;
    @FXML private Button export;
    @FXML private StackPane body;

    @SuppressWarnings("NullAway.Init") // the loader fills the fields
    LogsView(
            LogsViewModel model,
            DetailViewModel detailModel,
            ExportViewModel exportModel,
            FileChoice files) {
        this.model = model;
        this.detailModel = detailModel;
        this.exportModel = exportModel;
        this.files = files;
        this.root = Views.load("logs/logs.fxml", this);
        this.table = LogsTable.make(texts);
        this.detail = new DetailView(detailModel, texts, this::trouble, this::closeDetail);
        bindFilter();
        table.setItems(model.rows());
        table.getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> open(row == null ? LogRow.READING : row));
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                closeDetail();
            }
        });
        table.skinProperty().subscribe(skin -> watchScroll());
        root.setBottom(new ExportStrip(exportModel, texts));
        split.getItems().add(new StackPane(table, newer()));
        body.getChildren()
                .add(new StatePane(model.state(), empty(), split, () -> model.shown(true)));
    }

    BorderPane root() {
        return root;
    }

    /** Opens the detail as wide as it was left. */
    void keepDivider(WindowMemory memory) {
        placeDivider = () -> memory.keep(split, "logs.divider");
    }

    private void bindFilter() {
        SearchField search = new SearchField(texts.get("search"));
        search.textProperty().bindBidirectional(model.text());
        searchSlot.getChildren().add(search);
        endpoint.setItems(model.endpoints());
        endpoint.valueProperty().bindBidirectional(model.endpoint());
        endpoint.setConverter(words("endpoint.any"));
        endpoint.setTooltip(new Tooltip(texts.get("endpoint")));
        door.getItems().setAll(LogsViewModel.ANY, "gateway", "playground", "replay");
        door.valueProperty().bindBidirectional(model.door());
        door.setConverter(words("door.any"));
        door.setTooltip(new Tooltip(texts.get("door")));
        status.getItems().setAll(StatusChoice.values());
        status.valueProperty().bindBidirectional(model.status());
        status.setConverter(new ChoiceWords<>(choice -> texts.get("status." + choice)));
        status.setTooltip(new Tooltip(texts.get("status")));
        since.getItems().setAll(SinceChoice.values());
        since.valueProperty().bindBidirectional(model.since());
        since.setConverter(new ChoiceWords<>(choice -> texts.get("since." + choice)));
        since.setTooltip(new Tooltip(texts.get("since")));
        export.disableProperty().bind(exportModel.running());
        export.setTooltip(new Tooltip(texts.get("export.hint")));
        model.rows()
                .addListener(
                        (ListChangeListener<LogRow>)
                                change -> {
                                    showCount();
                                    Fx.later(this::selectAgain); // after the table has let go of it
                                });
        showCount();
        count.visibleProperty().bind(root.widthProperty().greaterThan(LEAST_WITH_COUNT));
        count.managedProperty().bind(count.visibleProperty());
    }

    private ChoiceWords<String> words(String any) {
        return new ChoiceWords<>(
                choice -> choice.equals(LogsViewModel.ANY) ? texts.get(any) : choice);
    }

    private void showCount() {
        count.setText(texts.get("count", model.rows().size()));
    }

    private Node empty() {
        EmptyState nothing =
                new EmptyState("fth-list", texts.get("empty.title"), texts.get("empty.text"));
        EmptyState hidden =
                new EmptyState(
                        "fth-filter",
                        texts.get("filtered.title"),
                        texts.get("filtered.text"),
                        texts.get("filtered.action"),
                        model::clearFilter);
        hidden.visibleProperty().bind(model.filtered());
        nothing.visibleProperty().bind(model.filtered().not());
        return new StackPane(nothing, hidden);
    }

    private Button newer() {
        Button button = new Button();
        button.getStyleClass().addAll("accent", "newer");
        button.textProperty().bind(model.newer().map(n -> texts.get("newer", n)));
        button.visibleProperty().bind(model.newer().greaterThan(0));
        button.setOnAction(event -> table.scrollTo(0));
        StackPane.setAlignment(button, Pos.TOP_CENTER);
        return button;
    }

    /** The table has its scroll bar only once it has a skin. */
    private void watchScroll() {
        table.lookupAll(".scroll-bar:vertical").stream()
                .filter(ScrollBar.class::isInstance)
                .map(ScrollBar.class::cast)
                .findFirst()
                .ifPresent(bar ->
                        bar.valueProperty()
                                .subscribe(value ->
                                        model.scrolled(value.doubleValue() <= bar.getMin())));
    }

    private void open(LogRow row) {
        if (row.call() == null) {
            return;
        }
        detailModel.show(row.call(), this::trouble);
        if (!split.getItems().contains(detail)) {
            LogsTable.narrow(table, true);
            split.getItems().add(detail);
            split.setDividerPositions(0.56);
            placeDivider.run();
        }
    }

    /** Keeps the row of the open detail marked when new calls move it down. */
    private void selectAgain() {
        if (!split.getItems().contains(detail) || !table.getSelectionModel().isEmpty()) {
            return;
        }
        long shown = detailModel.sequence();
        List<LogRow> first = model.rows().subList(0, Math.min(PagedRows.PAGE, model.rows().size()));
        for (int i = 0; i < first.size(); i++) {
            LoggedCall call = first.get(i).call();
            if (call != null && call.sequence() == shown) {
                table.getSelectionModel().select(i);
                return;
            }
        }
    }

    private void closeDetail() {
        detailModel.show(null, this::trouble);
        split.getItems().remove(detail);
        LogsTable.narrow(table, false);
        table.getSelectionModel().clearSelection();
    }

    @FXML
    private void export() {
        files.save(root.getScene().getWindow(), texts.get("export.title"), "modeldeck-log.csv")
                .ifPresent(file -> exportModel.start(model.filter(), file, this::trouble));
    }

    private void trouble(Problem problem) {
        Dialogs.show(root.getScene().getWindow(), problem);
    }
}
