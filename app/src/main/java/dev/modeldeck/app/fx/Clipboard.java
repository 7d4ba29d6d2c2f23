package dev.modeldeck.app.fx;

import javafx.scene.input.ClipboardContent;

import java.util.Map;

/** Puts text where other programs can paste it. */
public final class Clipboard {
    private Clipboard() {}

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        javafx.scene.input.Clipboard.getSystemClipboard().setContent(Map.copyOf(content));
    }
}
