package dev.modeldeck.app.controls;

import javafx.scene.layout.VBox;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

import java.util.List;

/**
 * Markdown as plain nodes: headings, lists, tables, quotes, code with a copy button. Fast enough to
 * be given the whole text anew with every token of an answer. HTML in it is shown, never run, and
 * pictures are not loaded.
 */
public final class MarkdownPane extends VBox {

    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private static final TextContentRenderer PLAIN = TextContentRenderer.builder().build();

    private final TextSelection selection = new TextSelection(this);
    private String shown = "";

    public MarkdownPane() {
        getStyleClass().add("markdown");
    }

    public MarkdownPane(String markdown) {
        this();
        setMarkdown(markdown);
    }

    public void setMarkdown(String markdown) {
        if (!markdown.equals(shown)) {
            shown = markdown;
            getChildren().setAll(MarkdownBlocks.of(PARSER.parse(markdown)));
            selection.draw();
        }
    }

    /** The first line of a text without its marks, for a table. */
    public static String firstLine(String markdown) {
        return PLAIN.render(PARSER.parse(markdown)).lines().findFirst().orElse("");
    }

    public String getMarkdown() {
        return shown;
    }
}
