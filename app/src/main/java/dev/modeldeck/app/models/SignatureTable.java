package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.Signature;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Columns and tensors in and out. */
final class SignatureTable extends StackPane {

    private record Line(String side, String name, String type, String remark) {}

    private final Texts texts = Texts.of("models");
    private final TableView<Line> table = new TableView<>();
    private final EmptyState none =
            new EmptyState(
                    "fth-file-minus",
                    texts.get("signature.none.title"),
                    texts.get("signature.none.text"));

    SignatureTable() {
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(column("signature.side", Line::side));
        table.getColumns().add(column("signature.name", Line::name));
        table.getColumns().add(column("signature.type", Line::type));
        table.getColumns().add(column("signature.remark", Line::remark));
        table.setPlaceholder(new Label());
        getChildren().add(none);
    }

    void show(@Nullable Signature signature) {
        if (signature == null) {
            getChildren().setAll(none);
            return;
        }
        List<Line> lines = new ArrayList<>();
        signature.inputs().forEach(field -> lines.add(line("signature.in", field)));
        signature.outputs().forEach(field -> lines.add(line("signature.out", field)));
        table.getItems().setAll(lines);
        getChildren().setAll(table);
    }

    private Line line(String side, Signature.Field field) {
        String name = field.name().isEmpty() ? texts.get("signature.unnamed") : field.name();
        return switch (field) {
            case Signature.Column(_, var type, var required) ->
                    new Line(
                            texts.get(side),
                            name,
                            type,
                            texts.get(required ? "signature.required" : "signature.optional"));
            case Signature.TensorField(_, var dtype, var shape) ->
                    new Line(
                            texts.get(side),
                            name,
                            dtype,
                            texts.get("signature.shape", shape(shape)));
        };
    }

    private static String shape(List<Long> shape) {
        return String.join(
                " × ", shape.stream().map(size -> size < 0 ? "any" : size.toString()).toList());
    }

    private TableColumn<Line, String> column(String title, Function<Line, String> value) {
        TableColumn<Line, String> column = new TableColumn<>(texts.get(title));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        column.setReorderable(false);
        column.setSortable(false);
        return column;
    }
}
