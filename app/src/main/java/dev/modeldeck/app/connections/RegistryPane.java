package dev.modeldeck.app.connections;

import dev.modeldeck.app.connections.RegistryViewModel.Row;
import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.NodeCell;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.RemoteRegistry.Model;
import dev.modeldeck.engine.connections.RemoteRegistry.Version;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** The registered models of a server; beside them the versions of the chosen one. */
final class RegistryPane extends VBox {

    private static final double MODELS = 480;
    private static final double BUTTON = 140;

    private final Texts texts = Texts.of("connections");
    private final RegistryViewModel model;
    private final Consumer<Version> importing;

    /**
     * @param importing opens the import of a version
     */
    RegistryPane(RegistryViewModel model, Consumer<Version> importing) {
        this.model = model;
        this.importing = importing;
        getStyleClass().add("stack-8");
        SearchField search = new SearchField(texts.get("page.search"));
        search.textProperty().bindBidirectional(model.search());
        Button again = new Button(texts.get("page.again"), new FontIcon("fth-refresh-cw"));
        again.setOnAction(event -> model.look());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        StatePane versions =
                new StatePane(
                        model.versionsState(),
                        empty("fth-layers", "registry.none"),
                        versions(),
                        model::lookAtVersions);
        HBox both = new HBox(models(), versions);
        both.getStyleClass().add("registry");
        HBox.setHgrow(versions, Priority.ALWAYS);
        StatePane all =
                new StatePane(model.state(), empty("fth-box", "registry.empty"), both, model::look);
        VBox.setVgrow(all, Priority.ALWAYS);
        getChildren().addAll(new HBox(search, space, again), all);
    }

    private TableView<Model> models() {
        TableView<Model> table = table("registry-models");
        table.setItems(model.models());
        table.setPlaceholder(empty("fth-search", "models.found"));
        table.setMinWidth(MODELS);
        table.setPrefWidth(MODELS);
        add(table, "models.column.name", 240, each -> strong(each.name(), each.description()));
        TableColumn<Model, Model> place =
                add(table, "registry.place", 120, each -> plain(each.place()));
        model.state()
                .subscribe(state ->
                        place.setVisible(
                                model.models().stream().anyMatch(each -> !each.place().isEmpty())));
        add(table, "registry.updated", 110, each -> plain(ago(each.updated())));
        table.getSelectionModel().selectedItemProperty().subscribe(chosen -> model.choose(chosen));
        return table;
    }

    private TableView<Row> versions() {
        TableView<Row> table = table("registry-versions");
        table.setItems(model.versions());
        add(
                table,
                "registry.version",
                80,
                row -> strong(row.version().number(), row.version().description()));
        add(
                table,
                "registry.aliases",
                140,
                row -> plain(String.join(", ", row.version().aliases())));
        add(table, "registry.created", 110, row -> plain(ago(row.version().created())));
        add(table, "registry.source", 160, row -> plain(row.version().source()));
        TableColumn<Row, Row> here = add(table, "registry.here", BUTTON, this::button);
        here.setMinWidth(BUTTON);
        here.setMaxWidth(BUTTON);
        return table;
    }

    private Node button(Row row) {
        String key = "registry.import." + row.here().name().toLowerCase(Locale.ROOT);
        Button button = new Button(texts.get(row.version().ready() ? key : "registry.unready"));
        button.setDisable(!row.version().ready());
        button.setOnAction(event -> importing.accept(row.version()));
        return button;
    }

    private EmptyState empty(String icon, String key) {
        return new EmptyState(icon, texts.get(key + ".title"), texts.get(key + ".text"));
    }

    private static String ago(@Nullable Instant then) {
        return then == null ? "" : Formats.ago(then);
    }

    private static Node strong(String text, String more) {
        Label label = new Label(text);
        label.getStyleClass().add("strong");
        label.setTooltip(new Tooltip(more.isEmpty() ? text : text + "\n" + more));
        return label;
    }

    private static Node plain(String text) {
        Label label = new Label(text.isEmpty() ? "–" : text);
        label.getStyleClass().add("muted");
        if (!text.isEmpty()) {
            label.setTooltip(new Tooltip(text));
        }
        return label;
    }

    private static <R> TableView<R> table(String id) {
        TableView<R> table = new TableView<>();
        table.setId(id);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        return table;
    }

    private <R> TableColumn<R, R> add(
            TableView<R> table, String key, double width, Function<R, Node> node) {
        TableColumn<R, R> column = new TableColumn<>(texts.get(key));
        column.setCellValueFactory(shown -> new ReadOnlyObjectWrapper<>(shown.getValue()));
        column.setCellFactory(ignored -> new NodeCell<>(node));
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setSortable(false);
        table.getColumns().add(column);
        return column;
    }
}
