package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;

/** Small words with a ground: aliases and tags. */
final class Chips {
    private Chips() {}

    /** An alias and the version it points to. */
    static Label alias(Texts texts, String alias, int version) {
        return chip(texts.get("alias.to", alias, version), "accent");
    }

    static Label alias(String alias) {
        return chip("@" + alias, "accent");
    }

    static Label tag(String key, String value) {
        return chip(value.isEmpty() ? key : key + ": " + value, "plain");
    }

    /** A chip with small buttons behind it. */
    static HBox with(Label chip, Button... buttons) {
        HBox box = new HBox(chip);
        box.getChildren().addAll(buttons);
        box.getStyleClass().add("chip-line");
        return box;
    }

    static Button button(String icon, String hint, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.getStyleClass().addAll("flat", "button-icon", "chip-button");
        button.setTooltip(new Tooltip(hint));
        button.setAccessibleText(hint);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static Label chip(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().addAll("chip", style);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
