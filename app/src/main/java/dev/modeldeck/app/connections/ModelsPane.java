package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.controls.NodeCell;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerPage;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The models on a server; a row's menu has what can be done with one. */
final class ModelsPane extends VBox {

    private static final int SEARCH_FROM = 8;
    private static final double MENU = 56;

    private final Texts texts = Texts.of("connections");
    private final PageViewModel model;
    private final PageView.Links links;
    private final TableView<ServedModel> table = new TableView<>();

    ModelsPane(PageViewModel model, PageView.Links links) {
        this.model = model;
        this.links = links;
        getStyleClass().add("stack-8");
        SearchField search = new SearchField(texts.get("page.search"));
        search.textProperty().bindBidirectional(model.search());
        HBox head = new HBox(search);
        VBox.setVgrow(table, Priority.ALWAYS);
        fillTable();
        getChildren().addAll(head, table);
        model.view()
                .subscribe(view -> {
                    int all = model.look().map(look -> look.models().size()).orElse(0);
                    boolean searched = !model.search().get().isEmpty();
                    head.setVisible(all >= SEARCH_FROM || searched);
                    head.setManaged(head.isVisible());
                    table.setPlaceholder(placeholder(view.health(), all));
                });
    }

    private EmptyState placeholder(Health health, int all) {
        String why =
                all > 0
                        ? "found"
                        : switch (health) {
                            case Health.Unknown _ -> "looking";
                            case Health.Well _ -> "empty";
                            case Health.Troubled _ -> "unseen";
                        };
        return new EmptyState(
                all > 0 ? "fth-search" : "fth-box",
                texts.get("models." + why + ".title"),
                texts.get("models." + why + ".text"));
    }

    private void fillTable() {
        table.setId("models-table");
        table.setItems(model.models());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("name", 260, this::name);
        add("state", 120, this::light);
        add("task", 130, each -> new Label(each.task().isEmpty() ? "–" : each.task()));
        column(
                "capabilities",
                230,
                () -> new ChipsCell<>(shown -> ConnectionWords.capabilities(shown.capabilities())));
        add("facts", 220, this::facts);
        TableColumn<ServedModel, ServedModel> menu = add("", MENU, this::menuButton);
        menu.setMinWidth(MENU);
        menu.setMaxWidth(MENU);
        table.setRowFactory(ignored -> row());
        table.setOnKeyPressed(event -> {
            ServedModel chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                menu(chosen).show(selectedRow(), Side.BOTTOM, MENU, 0);
                event.consume();
            }
        });
    }

    private Node name(ServedModel shown) {
        Label label = new Label(shown.name());
        label.getStyleClass().add("strong");
        label.setTooltip(new Tooltip(shown.name()));
        return label;
    }

    private Node light(ServedModel shown) {
        return new StatusPill(Light.of(shown.state()));
    }

    private Node facts(ServedModel shown) {
        Label label =
                new Label(
                        shown.facts().entrySet().stream()
                                .map(fact -> fact.getKey() + " " + fact.getValue())
                                .collect(Collectors.joining("  ·  ")));
        label.getStyleClass().add("muted");
        if (!shown.facts().isEmpty()) {
            label.setTooltip(
                    new Tooltip(
                            shown.facts().entrySet().stream()
                                    .map(fact -> fact.getKey() + ": " + fact.getValue())
                                    .collect(Collectors.joining("\n"))));
        }
        return label;
    }

    private Node menuButton(ServedModel shown) {
        Button button = new Button(null, new FontIcon("fth-more-horizontal"));
        button.getStyleClass().addAll("flat", "button-icon");
        button.setAccessibleText(texts.get("models.menu", shown.name()));
        button.setFocusTraversable(false); // Enter in the table opens the same menu
        button.setOnAction(event -> menu(shown).show(button, Side.BOTTOM, 0, 0));
        return button;
    }

    private ContextMenu menu(ServedModel chosen) {
        ContextMenu menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        item("models.try", "fth-message-square", () -> links.tryOut(chosen)),
                        item("models.serve", "fth-server", () -> links.serve(chosen)));
        for (ServerPage page : model.pages(ServerAction.Target.MODEL)) {
            MenuItem item = new MenuItem(page.label());
            item.setOnAction(event -> links.read(page, chosen.name()));
            menu.getItems().add(item);
        }
        List<ServerAction> actions = model.actions(chosen);
        if (!actions.isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
        }
        for (ServerAction action : actions) {
            MenuItem item = new MenuItem(action.label());
            if (action.destructive()) {
                item.getStyleClass().add("danger");
            }
            item.setOnAction(event -> links.act(action, chosen.name()));
            menu.getItems().add(item);
        }
        return menu;
    }

    private MenuItem item(String key, String icon, Runnable action) {
        MenuItem item = new MenuItem(texts.get(key), new FontIcon(icon));
        item.setOnAction(event -> action.run());
        return item;
    }

    private TableRow<ServedModel> row() {
        TableRow<ServedModel> row = new TableRow<>();
        row.setOnContextMenuRequested(event -> {
            if (!row.isEmpty()) {
                menu(row.getItem()).show(row, event.getScreenX(), event.getScreenY());
            }
        });
        return row;
    }

    private Node selectedRow() {
        return table.lookupAll(".table-row-cell").stream()
                .filter(node -> node instanceof TableRow<?> row && row.isSelected())
                .findFirst()
                .orElse(table);
    }

    private TableColumn<ServedModel, ServedModel> add(
            String key, double width, Function<ServedModel, Node> node) {
        return column(key, width, () -> new NodeCell<>(node));
    }

    private TableColumn<ServedModel, ServedModel> column(
            String key, double width, Supplier<TableCell<ServedModel, ServedModel>> cell) {
        TableColumn<ServedModel, ServedModel> column =
                new TableColumn<>(key.isEmpty() ? "" : texts.get("models.column." + key));
        column.setCellValueFactory(shown -> new ReadOnlyObjectWrapper<>(shown.getValue()));
        column.setCellFactory(ignored -> cell.get());
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setSortable(false);
        table.getColumns().add(column);
        return column;
    }
}
