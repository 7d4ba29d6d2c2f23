package dev.modeldeck.app.connections;

import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/** What a server or model can do, as far as there is room. */
final class ChipsCell<R> extends TableCell<R, R> {

    private final Function<R, List<String>> capabilities;

    ChipsCell(Function<R, List<String>> capabilities) {
        this.capabilities = capabilities;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        setGraphic(
                row == null || empty
                        ? null
                        : new CapabilityChips(capabilities.apply(row), widthProperty()));
    }
}
