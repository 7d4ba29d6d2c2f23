package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.SearchField;
import dev.modeldeck.app.controls.StatePane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.engine.registry.ModelName;

import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The table of models, with search, and the place to drop files on. */
final class ModelsView {

    private final Texts texts = Texts.of("models");
    private final Views.Parts parts = Views.parts("models/models.fxml");
    private final ModelsViewModel model;
    private final Consumer<ModelName> onOpen;
    private final TableView<ModelRow> table;
    private final SearchField search = new SearchField(texts.get("search"));

    ModelsView(
            ModelsViewModel model,
            Consumer<ModelName> onOpen,
            Runnable onRegister,
            Consumer<Path> onDrop) {
        this.model = model;
        this.onOpen = onOpen;
        this.table = new ModelsTable(model.rows());
        search.textProperty().bindBidirectional(model.searchProperty());
        parts.get("searchSlot", HBox.class).getChildren().add(search);
        parts.get("register", Button.class).setOnAction(event -> onRegister.run());
        table.setPlaceholder(
                new EmptyState(
                        "fth-search",
                        texts.get("nothingFound.title"),
                        texts.get("nothingFound.text")));
        EmptyState empty =
                new EmptyState(
                        "fth-box",
                        texts.get("empty.title"),
                        texts.get("empty.text"),
                        texts.get("register"),
                        onRegister);
        parts.get("body", StackPane.class)
                .getChildren()
                .add(new StatePane(model.stateProperty(), empty, table));
        model.rows().addListener((ListChangeListener<ModelRow>) change -> count());
        model.stateProperty().subscribe(this::count);
        openOnClickAndEnter();
        acceptDrops(onDrop);
    }

    Parent root() {
        return parts.root();
    }

    void focus() {
        table.requestFocus();
    }

    void refresh() {
        table.refresh();
    }

    private void count() {
        int all = model.count();
        int shown = model.rows().size();
        parts.get("count", Label.class)
                .setText(
                        all == 0
                                ? ""
                                : shown == all
                                        ? Formats.digits(all)
                                        : texts.get("countOf", shown, all));
    }

    private void openOnClickAndEnter() {
        table.setRowFactory(ignored -> {
            TableRow<ModelRow> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
                    onOpen.accept(row.getItem().name());
                }
            });
            return row;
        });
        table.setOnKeyPressed(event -> {
            ModelRow row = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && row != null) {
                onOpen.accept(row.name());
            }
        });
    }

    private void acceptDrops(Consumer<Path> onDrop) {
        VBox zone = parts.get("dropZone", VBox.class);
        root().setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        root().setOnDragEntered(event -> zone.setVisible(event.getDragboard().hasFiles()));
        root().setOnDragExited(event -> zone.setVisible(false));
        root().setOnDragDropped(event -> drop(event, onDrop));
    }

    private static void drop(DragEvent event, Consumer<Path> onDrop) {
        boolean files = event.getDragboard().hasFiles();
        event.setDropCompleted(files);
        if (files) {
            onDrop.accept(event.getDragboard().getFiles().getFirst().toPath());
        }
    }
}
