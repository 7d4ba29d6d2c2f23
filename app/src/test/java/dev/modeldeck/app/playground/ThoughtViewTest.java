package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.ToggleButton;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

class ThoughtViewTest {

    private final MessageViewModel answer = new MessageViewModel("assistant", "");

    @ParameterizedTest
    @EnumSource(Look.class)
    void thoughts_are_open_while_they_come_and_folded_with_the_answer_until_somebody_looks(
            Look look) {
        answer.writing().set(true);
        Texts texts = Texts.of("playground");
        try (TabPreview preview =
                TabPreview.show(
                        look,
                        () -> new MessageView(answer, _ -> Path.of("none"), texts, () -> {}))) {
            Node words = preview.find(".thought-text", Node.class);
            ToggleButton fold = preview.find(".thought-fold", ToggleButton.class);
            assertThat(words.getParent().isVisible()).isFalse();

            say("The question is about serving.", "");
            assertThat(words.getParent().isVisible()).isTrue();
            assertThat(words.isVisible()).isTrue();
            assertThat(fold.getText()).isEqualTo(texts.get("thought.now"));

            say("The question is about serving.", "One thing that is served.");
            assertThat(words.isVisible()).isFalse();
            assertThat(fold.getText()).isEqualTo(texts.get("thought"));

            TabPreview.onFx(() -> {
                fold.fire();
                return true;
            });
            say("The question is about serving.", "One thing that is served. And more.");
            assertThat(words.isVisible()).isTrue();
        }
    }

    private void say(String thought, String text) {
        TabPreview.onFx(() -> {
            answer.thought().set(thought);
            answer.text().set(text);
            return true;
        });
    }
}
