package dev.modeldeck.app.connections;

import atlantafx.base.controls.PasswordTextField;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.kordamp.ikonli.javafx.FontIcon;

/** A secret to type; one that is kept is said to be, and can be removed. */
final class SecretField extends HBox {

    private static final String REFERENCE = "{{";

    private final Texts texts = Texts.of("connections");
    private final PasswordTextField field = new PasswordTextField("");

    SecretField(SecretViewModel model) {
        this(model, "secret.prompt");
    }

    /**
     * @param prompt key of what to type
     */
    SecretField(SecretViewModel model, String prompt) {
        getStyleClass().add("row-8");
        HBox.setHgrow(field, Priority.ALWAYS);
        model.typed()
                .subscribe(text -> {
                    if (!text.equals(field.getPassword())) {
                        field.setText(text);
                    }
                    field.setRevealPassword(text.startsWith(REFERENCE));
                });
        field.passwordProperty().subscribe(text -> model.typed().set(text == null ? "" : text));
        Button remove = new Button(null, new FontIcon("fth-x"));
        remove.getStyleClass().add("button-icon");
        remove.setTooltip(new Tooltip(texts.get("secret.remove")));
        remove.setAccessibleText(texts.get("secret.remove"));
        remove.setOnAction(event -> model.forget());
        remove.visibleProperty().bind(model.kept());
        remove.managedProperty().bind(model.kept());
        model.kept()
                .subscribe(kept -> field.setPromptText(texts.get(kept ? "secret.kept" : prompt)));
        getChildren().addAll(field, remove);
    }

    /** The field itself, for the label of it. */
    PasswordTextField field() {
        return field;
    }
}
