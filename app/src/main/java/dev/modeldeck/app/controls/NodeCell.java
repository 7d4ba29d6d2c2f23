package dev.modeldeck.app.controls;

import javafx.scene.Node;
import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** A cell that draws a row of a table. */
public final class NodeCell<R> extends TableCell<R, R> {

    private final Function<R, Node> node;

    public NodeCell(Function<R, Node> node) {
        this.node = node;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        setGraphic(row == null || empty ? null : node.apply(row));
    }
}
