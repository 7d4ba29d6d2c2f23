package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;

import javafx.scene.layout.VBox;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarkdownPaneTest {

    private static final String TEXT =
            """
            # A model
            Answers **questions** about *serving* with `temperature` 0. See [the docs](http://x.y).

            1. First
            2. Second, with
               - a nested point

            > It is small.

            | Metric | Value |
            |---|---|
            | Loss | 1.21 |

            ```python
            client.chat.completions.create(model="tiny")
            ```
            <script>alert(1)</script>
            """;

    @ParameterizedTest
    @EnumSource(Look.class)
    void every_kind_of_block_is_drawn(Look look) {
        try (TabPreview preview = TabPreview.show(look, MarkdownPaneTest::page)) {
            for (String part : new String[] {".h1", ".list", ".quote", ".table", ".code-block"}) {
                assertThat(preview.find(part, javafx.scene.Node.class)).as(part).isNotNull();
            }
            preview.picture("markdown");
        }
    }

    private static VBox page() {
        VBox page = new VBox(new MarkdownPane(TEXT));
        page.getStyleClass().add("page");
        return page;
    }
}
