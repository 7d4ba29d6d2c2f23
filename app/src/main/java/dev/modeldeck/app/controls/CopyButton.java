package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Texts;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Supplier;

/** Copies a text; for a moment it says that it did. */
public final class CopyButton extends Button {

    private static final Duration MOMENT = Duration.seconds(1.5);

    /** An icon alone, at the corner of what it copies. */
    public CopyButton(Supplier<String> text) {
        this("", "fth-copy", text);
        getStyleClass().addAll("flat", "button-icon", "copy");
        setTooltip(new Tooltip(Texts.common().get("copy")));
        setAccessibleText(Texts.common().get("copy"));
        StackPane.setAlignment(this, Pos.TOP_RIGHT);
    }

    /**
     * @param words what it is called, until it says that it copied; empty for an icon alone
     */
    public CopyButton(String words, String icon, Supplier<String> text) {
        super(words, new FontIcon(icon));
        PauseTransition back = new PauseTransition(MOMENT);
        back.setOnFinished(event -> show(words, icon));
        setOnAction(event -> {
            Clipboard.copy(text.get());
            setMinWidth(getWidth()); // what stands beside it stays where it is
            show(words.isEmpty() ? "" : Texts.common().get("copied"), "fth-check");
            back.playFromStart();
        });
    }

    private void show(String words, String icon) {
        setText(words);
        setGraphic(new FontIcon(icon));
    }
}
