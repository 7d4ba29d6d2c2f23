package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import java.util.Optional;
import java.util.function.Function;

/** An editor for JSON that says what is wrong with it while it is written. */
final class JsonDialog {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final String topic;
    private final Texts texts;
    private final Function<String, Optional<String>> complaint;

    /**
     * @param topic where its texts are: title, hint, example and what is said when nothing is wrong
     * @param complaint what is wrong with a text; empty if nothing
     */
    JsonDialog(String topic, Texts texts, Function<String, Optional<String>> complaint) {
        this.topic = topic;
        this.texts = texts;
        this.complaint = complaint;
    }

    /** The text as the person left it; empty when it is to stay as it was. */
    Optional<String> ask(Window owner, String text) {
        CodePane editor = new CodePane(CodePane.Language.JSON, true);
        editor.setId("json");
        editor.setPrefSize(640, 380);
        editor.setText(text.isBlank() ? JsonCheck.laidOut(texts.get(topic + ".example")) : text);
        StringBinding wrong =
                Bindings.createStringBinding(
                        () -> complaint.apply(editor.getText()).orElse(""), editor.textProperty());
        BooleanBinding valid = wrong.isEmpty();
        Label verdict = new Label();
        verdict.setId("verdict");
        verdict.setWrapText(true);
        verdict.setMinHeight(40);
        verdict.getStyleClass().add("json-verdict");
        verdict.textProperty()
                .bind(Bindings.when(valid).then(texts.get(topic + ".valid")).otherwise(wrong));
        valid.subscribe(good -> verdict.pseudoClassStateChanged(WRONG, !good));
        Label hint = new Label(texts.get(topic + ".hint"));
        hint.setWrapText(true);
        hint.setMaxWidth(640);
        hint.getStyleClass().add("muted");
        VBox content = new VBox(hint, editor, verdict);
        content.getStyleClass().add("stack-8");
        boolean used =
                Dialogs.ask(owner, texts.get(topic + ".title"), content, texts.get("use"), valid);
        return used ? Optional.of(editor.getText().strip()) : Optional.empty();
    }
}
