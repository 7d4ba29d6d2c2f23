package dev.modeldeck.app.controls;

import javafx.scene.layout.StackPane;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;

/** Code to read or to write, with a button to copy it; JSON is coloured. */
public final class CodePane extends StackPane {

    /** What the text is. */
    public enum Language {
        PLAIN,
        JSON
    }

    // Colouring a longer text would hold up typing.
    private static final int LONGEST_COLOURED = 200_000;

    private final CodeArea area = new CodeArea();
    private final Language language;

    public CodePane(Language language, boolean editable) {
        this.language = language;
        getStyleClass().add("code-pane");
        area.setEditable(editable);
        area.setWrapText(false);
        area.textProperty().addListener((o, before, now) -> changed(now));
        getChildren().addAll(new VirtualizedScrollPane<>(area), new CopyButton(area::getText));
    }

    /** A pane to read JSON in. */
    public static CodePane json(String text) {
        CodePane pane = new CodePane(Language.JSON, false);
        pane.setText(text);
        return pane;
    }

    public void setText(String newText) {
        if (!newText.equals(area.getText())) {
            area.replaceText(newText);
            area.moveTo(0);
            area.requestFollowCaret();
        }
    }

    public String getText() {
        return area.getText();
    }

    public void setWrapText(boolean wrap) {
        area.setWrapText(wrap);
    }

    private void changed(String now) {
        if (language == Language.JSON && !now.isEmpty() && now.length() < LONGEST_COLOURED) {
            area.setStyleSpans(0, JsonHighlight.of(now));
        }
    }
}
