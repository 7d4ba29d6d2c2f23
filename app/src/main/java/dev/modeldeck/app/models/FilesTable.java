package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.ModelVersion.ModelFile;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import org.jspecify.annotations.Nullable;

/** The files of a version with their sizes and hashes. */
final class FilesTable extends TableView<ModelFile> {

    private static final double HASH = 480;
    private static final double SIZE = 90;

    FilesTable() {
        Texts texts = Texts.of("models");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label());
        TableColumn<ModelFile, String> path = new TableColumn<>(texts.get("files.path"));
        path.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue().path()));
        TableColumn<ModelFile, Long> size = new TableColumn<>(texts.get("files.size"));
        size.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue().sizeBytes()));
        size.setCellFactory(column -> new SizeCell());
        size.getStyleClass().add("number-column");
        size.setMinWidth(SIZE);
        size.setMaxWidth(SIZE);
        TableColumn<ModelFile, String> hash = new TableColumn<>(texts.get("files.hash"));
        hash.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue().sha256()));
        hash.getStyleClass().add("mono");
        hash.setPrefWidth(HASH);
        getColumns().add(path);
        getColumns().add(size);
        getColumns().add(hash);
        MenuItem copy = new MenuItem(texts.get("files.copyHash"));
        copy.setOnAction(event -> {
            ModelFile file = getSelectionModel().getSelectedItem();
            if (file != null) {
                Clipboard.copy(file.sha256());
            }
        });
        setContextMenu(new ContextMenu(copy));
    }

    private static final class SizeCell extends TableCell<ModelFile, Long> {
        @Override
        protected void updateItem(@Nullable Long bytes, boolean empty) {
            super.updateItem(bytes, empty);
            setText(bytes == null || empty ? null : Formats.bytes(bytes));
        }
    }
}
