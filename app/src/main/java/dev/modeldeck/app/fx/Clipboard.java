package dev.modeldeck.app.fx;

import javafx.scene.input.ClipboardContent;

import java.util.Map;

/** What programs share: text goes there, pictures come from there. */
public final class Clipboard {
    private Clipboard() {}

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        system().setContent(Map.copyOf(content));
    }

    /** What other programs put there, text apart. */
    public static SharedContent shared() {
        return SharedContent.of(system());
    }

    private static javafx.scene.input.Clipboard system() {
        return javafx.scene.input.Clipboard.getSystemClipboard();
    }
}
