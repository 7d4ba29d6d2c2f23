package dev.modeldeck.app.controls;

import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A text that wraps as a label does, and can be selected and copied. */
public final class SelectableText extends TextFlow {

    private final Text text;

    public SelectableText(String words) {
        this(new Text(words));
    }

    private SelectableText(Text text) {
        super(text);
        this.text = text;
        getStyleClass().add("selectable-text");
        setMinHeight(USE_PREF_SIZE);
        new TextSelection(this);
    }

    public void setText(String words) {
        text.setText(words);
    }
}
