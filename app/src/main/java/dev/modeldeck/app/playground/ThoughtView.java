package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.SelectableText;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.binding.Bindings;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What the model thought before it answered: open while it thinks, folded when it speaks, and as
 * the person likes after they have said so.
 */
final class ThoughtView extends VBox {

    private final MessageViewModel model;
    private final ToggleButton fold = new ToggleButton();
    private final SelectableText words = new SelectableText("");
    private boolean chosen;

    ThoughtView(MessageViewModel model, Texts texts) {
        this.model = model;
        getStyleClass().add("thought");
        words.setAccessibleText(texts.get("thought"));
        words.getStyleClass().add("thought-text");
        words.visibleProperty().bind(fold.selectedProperty());
        words.managedProperty().bind(fold.selectedProperty());
        getChildren().addAll(fold, words);
        fold.getStyleClass().addAll("flat", "thought-fold");
        fold.selectedProperty()
                .subscribe(open ->
                        fold.setGraphic(
                                new FontIcon(open ? "fth-chevron-down" : "fth-chevron-right")));
        fold.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> texts.get(thinking() ? "thought.now" : "thought"),
                                model.writing(),
                                model.text()));
        fold.setOnAction(event -> chosen = true);
        visibleProperty().bind(model.thought().isNotEmpty());
        managedProperty().bind(visibleProperty());
        model.thought().subscribe(words::setText);
        model.text().subscribe(this::follow);
        model.writing().subscribe(this::follow);
        follow();
    }

    private boolean thinking() {
        return model.writing().get() && model.text().get().isEmpty();
    }

    private void follow() {
        if (!chosen) {
            fold.setSelected(thinking());
        }
    }
}
