package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Change;

import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.UnaryOperator;

/** What differs, a line each: where, what it was, what it becomes. */
final class ChangesGrid extends GridPane {

    private static final double SIGN = 20;

    private final Texts texts = Texts.of("connections");
    private final UnaryOperator<String> shown;

    /**
     * @param before heading of what it was, as is {@code after} of what it becomes
     * @param shown what may be shown of a text
     */
    ChangesGrid(List<Change> changes, String before, String after, UnaryOperator<String> shown) {
        this.shown = shown;
        getStyleClass().add("changes");
        getColumnConstraints().addAll(column(SIGN, 0), column(0, 34), column(0, 33), column(0, 33));
        addRow(0, new Label(), heading(texts.get("change.path")), heading(before), heading(after));
        changes.forEach(this::add);
    }

    private static ColumnConstraints column(double width, double percent) {
        ColumnConstraints column = new ColumnConstraints();
        column.setMinWidth(width);
        if (percent > 0) {
            column.setPercentWidth(percent);
            column.setHgrow(Priority.ALWAYS);
        }
        return column;
    }

    private void add(Change change) {
        boolean added = change.before().isEmpty();
        boolean removed = change.after().isEmpty();
        FontIcon icon =
                new FontIcon(added ? "fth-plus" : removed ? "fth-minus" : "fth-chevron-right");
        Label sign = new Label(null, icon);
        sign.getStyleClass().add(added ? "sign-added" : removed ? "sign-removed" : "sign-changed");
        sign.setAccessibleText(
                texts.get(added ? "change.added" : removed ? "change.removed" : "change.changed"));
        Label path = mono(change.path());
        addRow(
                getRowCount(),
                sign,
                path,
                value(change.before(), "change-before"),
                value(change.after(), "change-after"));
    }

    private Label value(String json, String style) {
        Label label = mono(json.isEmpty() ? "–" : shown.apply(json));
        label.getStyleClass().add(json.isEmpty() ? "change-none" : style);
        return label;
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    private static Label mono(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("mono");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
