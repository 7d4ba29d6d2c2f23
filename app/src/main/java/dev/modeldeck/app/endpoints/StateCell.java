package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.StatusPill;

import javafx.scene.control.TableCell;

/** An endpoint's state in Databricks' words and the colour of its meaning. */
final class StateCell extends TableCell<EndpointRow, EndpointRow> {

    private final StatusPill pill = new StatusPill();

    @Override
    protected void updateItem(EndpointRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
        } else {
            pill.show(row.light());
            setGraphic(pill);
        }
    }
}
