package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.SharedContent;

import javafx.scene.control.TextArea;

import java.util.function.Predicate;

/** Where the prompt is written; what is pasted may be pictures. */
final class PromptArea extends TextArea {

    private final Predicate<SharedContent> pictures;

    /**
     * @param pictures takes those that are pasted; false where there are none
     */
    PromptArea(Predicate<SharedContent> pictures) {
        this.pictures = pictures;
        setId("prompt");
        setPrefRowCount(2);
        setWrapText(true);
    }

    @Override
    public void paste() {
        if (!pictures.test(Clipboard.shared())) {
            super.paste();
        }
    }
}
