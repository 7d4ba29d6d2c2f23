package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** When a server was looked at, told anew as time goes by; and what is wrong with it. */
final class LookCell extends TableCell<ConnectionRow, ConnectionRow> {

    private static final double HINT_WIDTH = 420;

    private final Texts texts;
    private final ObservableValue<Instant> now;
    private final Label when = new Label();
    private final Label trouble = new Label();
    private final VBox box = new VBox(when, trouble);
    private final Tooltip hint = new Tooltip();

    LookCell(Texts texts, ObservableValue<Instant> now) {
        this.texts = texts;
        this.now = now;
        trouble.getStyleClass().addAll("caption", "bad");
        trouble.managedProperty().bind(trouble.textProperty().isNotEmpty());
        box.setAlignment(Pos.CENTER_LEFT);
        hint.setWrapText(true);
        hint.setMaxWidth(HINT_WIDTH);
        now.subscribe(ignored -> tell());
    }

    @Override
    protected void updateItem(@Nullable ConnectionRow row, boolean empty) {
        super.updateItem(row, empty);
        if (row == null || empty) {
            setGraphic(null);
            setTooltip(null);
            return;
        }
        String why = row.look().trouble();
        trouble.setText(why);
        hint.setText(why);
        setTooltip(why.isEmpty() ? null : hint);
        tell();
        setGraphic(box);
    }

    private void tell() {
        ConnectionRow row = getItem();
        if (row != null) {
            when.setText(row.look().words(texts, now.getValue()));
        }
    }
}
