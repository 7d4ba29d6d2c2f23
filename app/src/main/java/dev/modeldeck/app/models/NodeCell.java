package dev.modeldeck.app.models;

import javafx.scene.Node;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** A cell that draws a row of a table. */
final class NodeCell<R> extends TableCell<R, R> {

    private final Function<R, Node> node;

    NodeCell(Function<R, Node> node) {
        this.node = node;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        setGraphic(row == null || empty ? null : node.apply(row));
    }
}
