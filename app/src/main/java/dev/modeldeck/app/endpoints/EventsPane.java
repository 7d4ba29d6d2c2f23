package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.EndpointEvent;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;

import java.util.function.Function;

/** What happened to an endpoint, newest first. */
final class EventsPane extends StackPane {

    EventsPane(PageViewModel model, Texts texts) {
        TableView<EndpointEvent> table = new TableView<>(model.events());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.setPlaceholder(new Label(texts.get("page.events.empty")));
        table.getColumns()
                .add(column(texts.get("page.events.time"), 170, e -> Formats.moment(e.at())));
        table.getColumns().add(column(texts.get("page.events.type"), 170, EndpointEvent::type));
        table.getColumns()
                .add(column(texts.get("page.events.message"), 600, EndpointEvent::message));
        table.setRowFactory(ignored -> new Row());
        getChildren().add(table);
    }

    private static TableColumn<EndpointEvent, String> column(
            String title, double width, Function<EndpointEvent, String> value) {
        TableColumn<EndpointEvent, String> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
        return column;
    }

    private static final class Row extends TableRow<EndpointEvent> {

        @Override
        protected void updateItem(EndpointEvent event, boolean empty) {
            super.updateItem(event, empty);
            getStyleClass().remove("warning-row");
            if (!empty && event != null && event.severity() == EndpointEvent.Severity.WARNING) {
                getStyleClass().add("warning-row");
            }
        }
    }
}
