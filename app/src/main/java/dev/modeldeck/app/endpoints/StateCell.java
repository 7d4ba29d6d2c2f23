package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.StatusPill;
import dev.modeldeck.engine.endpoints.EndpointState;

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
            pill.show(row.state().words(), tone(row.state()));
            setGraphic(pill);
        }
    }

    static StatusPill.Tone tone(EndpointState state) {
        return switch (state) {
            case READY -> StatusPill.Tone.GOOD;
            case READY_UPDATING, UPDATING -> StatusPill.Tone.BUSY;
            case READY_UPDATE_FAILED, UPDATE_FAILED -> StatusPill.Tone.BAD;
            case STOPPED -> StatusPill.Tone.OFF;
        };
    }
}
