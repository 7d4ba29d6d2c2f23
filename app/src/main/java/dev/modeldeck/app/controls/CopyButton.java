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

/** Copies a text; for a moment its icon says that it did. */
public final class CopyButton extends Button {

    private static final Duration MOMENT = Duration.seconds(1.2);

    public CopyButton(Supplier<String> text) {
        FontIcon icon = new FontIcon("fth-copy");
        setGraphic(icon);
        getStyleClass().addAll("flat", "button-icon", "copy");
        setTooltip(new Tooltip(Texts.common().get("copy")));
        setAccessibleText(Texts.common().get("copy"));
        StackPane.setAlignment(this, Pos.TOP_RIGHT);
        PauseTransition back = new PauseTransition(MOMENT);
        back.setOnFinished(event -> icon.setIconLiteral("fth-copy"));
        setOnAction(event -> {
            Clipboard.copy(text.get());
            icon.setIconLiteral("fth-check");
            back.playFromStart();
        });
    }
}
