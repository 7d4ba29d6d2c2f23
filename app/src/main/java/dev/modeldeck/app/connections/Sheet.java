package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** A card over the tab. Escape, its cross or a click beside it closes it. */
final class Sheet extends StackPane {

    private final Runnable onClosed;

    /**
     * @param onClosed ends what the content does
     */
    Sheet(String title, Node content, Runnable close, Runnable onClosed) {
        this.onClosed = onClosed;
        getStyleClass().add("sheet-layer");
        Region veil = new Region();
        veil.getStyleClass().add("sheet-veil");
        veil.setOnMouseClicked(event -> close.run());
        VBox card = new VBox(head(title, close), content);
        card.getStyleClass().add("sheet-card");
        card.setMaxHeight(USE_PREF_SIZE);
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().addAll(veil, card);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        close.run();
                        event.consume();
                    }
                });
    }

    void closed() {
        onClosed.run();
    }

    private static HBox head(String title, Runnable close) {
        Label headline = new Label(title);
        headline.getStyleClass().add("dialog-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button cross = new Button(null, new FontIcon("fth-x"));
        cross.getStyleClass().addAll("flat", "button-icon");
        cross.setAccessibleText(Texts.common().get("close"));
        cross.setOnAction(event -> close.run());
        HBox head = new HBox(headline, space, cross);
        head.getStyleClass().add("row-8");
        return head;
    }
}
