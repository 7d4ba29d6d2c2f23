package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/**
 * What asks one endpoint without a conversation. It shows the answers of its own endpoint only: the
 * column may have gone on to another one.
 */
abstract class FormPane extends VBox {

    final ColumnViewModel column;
    final Texts texts;
    final Label complaint = new Label();
    final FactsLine facts = new FactsLine();
    private final String endpoint;

    FormPane(ColumnViewModel column, Texts texts) {
        this.column = column;
        this.texts = texts;
        this.endpoint = column.endpoint().get();
        getStyleClass().add("table-form");
        complaint.getStyleClass().add("answer-problem");
        complaint.setWrapText(true);
        complaint.setMinHeight(USE_PREF_SIZE);
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        complaint.visibleProperty().bind(complaint.managedProperty());
    }

    /** Sends what is filled in. */
    abstract void send();

    /** Shows the body of an answer. */
    abstract void show(Exchange.Done done);

    /** From now on answers are shown; to be called by the pane once it is laid out. */
    final void listen() {
        column.last()
                .subscribe(last ->
                        last.filter(done -> done.call().endpoint().equals(endpoint))
                                .ifPresent(this::answered));
    }

    private void answered(Exchange.Done done) {
        complaint.setText(done.failed() ? done.problem() : "");
        facts.show(done, texts);
        show(done);
    }
}
