package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.PillRow;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.snippet.Curl;
import dev.modeldeck.engine.gateway.snippet.JavaCode;
import dev.modeldeck.engine.gateway.snippet.PythonCode;
import dev.modeldeck.engine.gateway.snippet.SampleCall;

import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;

/** How a client calls the endpoint, ready to paste. */
final class QueryPane extends VBox {

    /** What a call can be written in. */
    private enum Language {
        CURL("curl"),
        PYTHON("Python"),
        JAVA("Java"),
        JSON("JSON");

        private final String label;

        Language(String label) {
            this.label = label;
        }

        String write(SampleCall call) {
            return switch (this) {
                case CURL -> Curl.of(call);
                case PYTHON -> PythonCode.of(call);
                case JAVA -> JavaCode.of(call);
                case JSON -> call.body();
            };
        }
    }

    private final PageViewModel model;
    private final CodePane code = new CodePane(CodePane.Language.JSON, false);
    private final CodePane plain = new CodePane(CodePane.Language.PLAIN, false);
    private final PillRow<Language> languages =
            new PillRow<>(List.of(Language.values()), language -> language.label);

    QueryPane(PageViewModel model, Texts texts) {
        this.model = model;
        getStyleClass().add("stack-12");
        Label text = new Label(texts.get("page.query.text"));
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        VBox.setVgrow(code, Priority.ALWAYS);
        VBox.setVgrow(plain, Priority.ALWAYS);
        getChildren().addAll(text, languages, plain);
        languages.valueProperty().subscribe(this::show);
        model.endpoint().subscribe(this::show);
        model.gateway().subscribe(this::show);
    }

    private void show() {
        Language language = languages.valueProperty().get();
        CodePane shown = language == Language.JSON ? code : plain;
        getChildren().set(2, shown);
        model.sample().map(language::write).ifPresent(shown::setText);
    }
}
