package dev.modeldeck.app.controls;

import atlantafx.base.controls.CustomTextField;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.kordamp.ikonli.javafx.FontIcon;

/** A field to search in: a lens on the left, a cross to clear, Escape clears too. */
public final class SearchField extends CustomTextField {

    public SearchField() {
        this(Texts.common().get("search"));
    }

    public SearchField(String prompt) {
        getStyleClass().add("search-field");
        setPromptText(prompt);
        setAccessibleText(prompt);
        setLeft(new FontIcon("fth-search"));
        FontIcon clear = new FontIcon("fth-x");
        clear.getStyleClass().add("clear");
        clear.setOnMouseClicked(event -> clear());
        clear.visibleProperty().bind(textProperty().isNotEmpty());
        setRight(clear);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !getText().isEmpty()) {
                        clear();
                        event.consume();
                    }
                });
    }
}
