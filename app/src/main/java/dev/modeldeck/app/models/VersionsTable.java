package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.MarkdownPane;
import dev.modeldeck.app.controls.NodeCell;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;
import java.util.function.IntConsumer;

/** The versions of a model, newest first. */
final class VersionsTable extends TableView<ModelVersion> {

    private final Texts texts = Texts.of("models");
    private @Nullable RegisteredModel model;

    VersionsTable(IntConsumer onOpen) {
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label(texts.get("versions.none")));
        add("versions.version", 90, version -> strong(texts.get("version", version.number())));
        add("versions.aliases", 150, this::aliases);
        add("versions.registered", 160, version -> text(Formats.moment(version.createdAt())));
        add("versions.creator", 90, version -> text(version.creator()));
        add("versions.size", 90, version -> text(Formats.bytes(version.sizeBytes())))
                .getStyleClass()
                .add("number-column");
        add(
                "versions.description",
                240,
                version -> text(MarkdownPane.firstLine(version.description())));
        setRowFactory(ignored -> {
            TableRow<ModelVersion> row = new TableRow<>();
            row.setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !row.isEmpty()) {
                    onOpen.accept(row.getItem().number());
                }
            });
            return row;
        });
        setOnKeyPressed(event -> {
            ModelVersion version = getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && version != null) {
                onOpen.accept(version.number());
            }
        });
    }

    void show(RegisteredModel shown) {
        model = shown;
        getItems().setAll(shown.versions());
        refresh();
    }

    private Node aliases(ModelVersion version) {
        HBox box = new HBox();
        box.getStyleClass().add("row-4");
        if (model != null) {
            model.aliasesOf(version.number())
                    .forEach(alias -> box.getChildren().add(Chips.alias(alias)));
        }
        return box;
    }

    private TableColumn<ModelVersion, ModelVersion> add(
            String title, double width, Function<ModelVersion, Node> node) {
        TableColumn<ModelVersion, ModelVersion> column = new TableColumn<>(texts.get(title));
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new NodeCell<>(node));
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setSortable(false);
        getColumns().add(column);
        return column;
    }

    private static Label strong(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("strong");
        return label;
    }

    private static Label text(String text) {
        return new Label(text);
    }
}
