package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Views;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A card over the tab. Escape, its cross or a click beside it closes it. */
final class Sheet {

    private final Views.Parts parts = Views.parts("connections/sheet.fxml");
    private final Runnable onClosed;

    /**
     * @param close asks for it to be closed
     * @param onClosed ends what the content does
     */
    Sheet(String title, Node content, Runnable close, Runnable onClosed) {
        this.onClosed = onClosed;
        parts.get("title", Label.class).setText(title);
        parts.get("card", VBox.class).getChildren().add(content);
        VBox.setVgrow(content, Priority.ALWAYS);
        parts.get("veil", Region.class).setOnMouseClicked(event -> close.run());
        parts.get("close", Button.class).setOnAction(event -> close.run());
        root().addEventHandler(
                        KeyEvent.KEY_PRESSED,
                        event -> {
                            if (event.getCode() == KeyCode.ESCAPE) {
                                close.run();
                                event.consume();
                            }
                        });
    }

    /** For what is read rather than filled in. */
    void wide() {
        parts.get("card", VBox.class).getStyleClass().add("wide");
    }

    Parent root() {
        return parts.root();
    }

    void closed() {
        onClosed.run();
    }
}
