package dev.modeldeck.app.controls;

import javafx.beans.value.ObservableValue;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;

import java.util.regex.Pattern;

/** Code to read or to write, with a button to copy it; JSON is coloured. */
public final class CodePane extends StackPane {

    /** What the text is. */
    public enum Language {
        PLAIN,
        JSON
    }

    // Colouring a longer text would hold up typing.
    private static final int LONGEST_COLOURED = 200_000;

    private static final KeyCombination ONWARD =
            new KeyCodeCombination(KeyCode.TAB, KeyCombination.CONTROL_DOWN);
    private static final KeyCombination BACK =
            new KeyCodeCombination(
                    KeyCode.TAB, KeyCombination.CONTROL_DOWN, KeyCombination.SHIFT_DOWN);

    /** The bytes of a picture: nobody reads them, and laying out such a line takes seconds. */
    private static final Pattern PICTURE =
            Pattern.compile("(;base64,[A-Za-z0-9+/]{24})([A-Za-z0-9+/=]{64,})");

    private final CodeArea area = new CodeArea();
    private final Language language;
    private String whole = "";

    public CodePane(Language language, boolean editable) {
        this.language = language;
        getStyleClass().add("code-pane");
        area.setEditable(editable);
        area.setWrapText(false);
        area.textProperty().addListener((o, before, now) -> changed(now));
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::leave);
        getChildren().addAll(new VirtualizedScrollPane<>(area), new CopyButton(this::getText));
    }

    /** A pane to read JSON in. */
    public static CodePane json(String text) {
        CodePane pane = new CodePane(Language.JSON, false);
        pane.setText(text);
        return pane;
    }

    /** What is only read shows of a picture how it begins; all of it is copied. */
    public void setText(String newText) {
        whole = newText;
        String shown = area.isEditable() ? newText : shortened(newText);
        if (!shown.equals(area.getText())) {
            area.replaceText(shown);
            area.moveTo(0);
            area.requestFollowCaret();
        }
    }

    public ObservableValue<String> textProperty() {
        return area.textProperty();
    }

    public String getText() {
        return area.isEditable() ? area.getText() : whole;
    }

    public void setWrapText(boolean wrap) {
        area.setWrapText(wrap);
    }

    private static String shortened(String text) {
        return PICTURE.matcher(text)
                .replaceAll(found ->
                        found.group(1)
                                + "… ("
                                + Formats.digits(found.group(2).length())
                                + " more)");
    }

    /** Tab is a character of the text, so the keys that leave a text area lead on from here. */
    private void leave(KeyEvent event) {
        boolean onward = ONWARD.match(event);
        if (onward || BACK.match(event)) {
            area.requestFocusTraversal(
                    onward ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
            event.consume();
        }
    }

    private void changed(String now) {
        if (language == Language.JSON && !now.isEmpty() && now.length() < LONGEST_COLOURED) {
            area.setStyleSpans(0, JsonHighlight.of(now));
        }
    }
}
