package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;

import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;

import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.Test;

class CodePaneTest {

    private static final String BODY =
            "{\"url\": \"data:image/png;base64," + "AbC+/0".repeat(500_000) + "==\", \"n\": 1}";

    @Test
    void a_picture_is_shown_by_its_beginning_and_copied_whole() {
        try (TabPreview preview = TabPreview.show(Look.LIGHT, () -> CodePane.json(BODY))) {
            assertThat(preview.find(".code-area", CodeArea.class).getText())
                    .isEqualTo(
                            "{\"url\": \"data:image/png;base64,AbC+/0AbC+/0AbC+/0AbC+/0… (2,999,978 more)\", \"n\": 1}");
            Button copy = preview.find(".copy", Button.class);
            String copied =
                    TabPreview.onFx(() -> {
                        copy.fire();
                        return Clipboard.getSystemClipboard().getString();
                    });
            assertThat(copied).isEqualTo(BODY);
        }
    }

    @Test
    void what_is_written_stays_as_it_is() {
        try (TabPreview preview =
                TabPreview.show(
                        Look.LIGHT,
                        () -> {
                            CodePane pane = new CodePane(CodePane.Language.JSON, true);
                            pane.setText("data:image/png;base64," + "A".repeat(200));
                            return pane;
                        })) {
            assertThat(preview.find(".code-area", CodeArea.class).getText()).hasSize(222);
        }
    }
}
