package dev.modeldeck.app.logs;

import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.function.Function;

/** The columns of the log. */
final class LogsTable {

    private LogsTable() {}

    /** Leaves out what the detail beside the table shows anyway. */
    static void narrow(TableView<LogRow> table, boolean narrow) {
        for (TableColumn<LogRow, ?> column : table.getColumns()) {
            column.setVisible(!narrow || !Boolean.TRUE.equals(column.getUserData()));
        }
    }

    static TableView<LogRow> make(Texts texts) {
        TableView<LogRow> table = new TableView<>();
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().add(text(texts.get("column.time"), 130, LogRow::time, false));
        table.getColumns().add(text(texts.get("column.endpoint"), 150, LogRow::endpoint, false));
        table.getColumns().add(text(texts.get("column.entity"), 150, LogRow::servedEntity, false));
        table.getColumns().add(text(texts.get("column.door"), 90, LogRow::door, false));
        table.getColumns().add(status(texts.get("column.status")));
        table.getColumns().add(text(texts.get("column.latency"), 95, LogRow::latency, true));
        table.getColumns().add(text(texts.get("column.firstToken"), 105, LogRow::firstToken, true));
        table.getColumns().add(text(texts.get("column.tokens"), 130, LogRow::tokens, true));
        table.getColumns().add(text(texts.get("column.speed"), 95, LogRow::speed, true));
        table.getColumns().getFirst().setMinWidth(116); // two calls may be a second apart
        for (int spare : new int[] {2, 3, 7, 8}) {
            table.getColumns().get(spare).setUserData(true);
        }
        table.getColumns().forEach(column -> column.setSortable(false));
        table.getColumns().forEach(column -> column.setReorderable(false));
        return table;
    }

    private static TableColumn<LogRow, String> text(
            String title, double width, Function<LogRow, String> value, boolean number) {
        TableColumn<LogRow, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 70));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        if (number) {
            column.getStyleClass().add("number-column");
        }
        return column;
    }

    private static TableColumn<LogRow, LogRow> status(String title) {
        TableColumn<LogRow, LogRow> column = new TableColumn<>(title);
        column.setPrefWidth(80);
        column.setMinWidth(80);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setCellFactory(ignored -> new StatusCell());
        return column;
    }

    /** The status in the colour of its class. */
    private static final class StatusCell extends TableCell<LogRow, LogRow> {

        private final StatusPill pill = new StatusPill();

        @Override
        protected void updateItem(LogRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null || row.statusClass() == 0) {
                setGraphic(null);
                return;
            }
            StatusPill.Tone tone =
                    switch (row.statusClass()) {
                        case 2 -> StatusPill.Tone.GOOD;
                        case 4 -> StatusPill.Tone.BUSY;
                        default -> StatusPill.Tone.BAD;
                    };
            pill.show(row.status(), tone);
            setGraphic(pill);
        }
    }
}
