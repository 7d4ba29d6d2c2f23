package dev.modeldeck.app.controls;

import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A text that wraps as a label does, and can be selected and copied. */
public final class SelectableText extends TextFlow {

    public SelectableText(String words) {
        super(new Text(words));
        getStyleClass().add("selectable-text");
        setMinHeight(USE_PREF_SIZE);
        new TextSelection(this);
    }
}
