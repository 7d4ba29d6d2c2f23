package dev.modeldeck.app.controls;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;

import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;

import java.util.ArrayList;
import java.util.List;

/** The words inside a block of Markdown as nodes for a {@code TextFlow}. */
final class MarkdownInlines {

    private final List<Node> nodes = new ArrayList<>();

    private MarkdownInlines() {}

    static List<Node> of(org.commonmark.node.Node block) {
        MarkdownInlines inlines = new MarkdownInlines();
        inlines.addChildren(block, List.of());
        return inlines.nodes;
    }

    private void addChildren(org.commonmark.node.Node parent, List<String> styles) {
        MarkdownBlocks.children(parent).forEach(child -> add(child, styles));
    }

    private void add(org.commonmark.node.Node node, List<String> styles) {
        switch (node) {
            case org.commonmark.node.Text text -> addText(text.getLiteral(), styles);
            case SoftLineBreak _ -> addText(" ", styles);
            case HardLineBreak _ -> addText("\n", styles);
            case HtmlInline html -> addText(html.getLiteral(), styles);
            case Code code -> {
                Label label = new Label(code.getLiteral());
                label.getStyleClass().addAll("mono", "inline-code");
                nodes.add(label);
            }
            case Emphasis emphasis -> addChildren(emphasis, with(styles, "em"));
            case StrongEmphasis strong -> addChildren(strong, with(styles, "strong"));
            case Link link -> addLink(link, styles);
            case Image image -> addText("[" + image.getDestination() + "]", styles);
            default -> addChildren(node, styles);
        }
    }

    // Shown with its address, not opened: a text from a model is no reason to start a browser.
    private void addLink(Link link, List<String> styles) {
        int first = nodes.size();
        addChildren(link, with(styles, "link"));
        nodes.subList(first, nodes.size())
                .forEach(node -> Tooltip.install(node, new Tooltip(link.getDestination())));
    }

    private void addText(String literal, List<String> styles) {
        Text text = new Text(literal);
        text.getStyleClass().addAll(styles);
        nodes.add(text);
    }

    private static List<String> with(List<String> styles, String style) {
        List<String> more = new ArrayList<>(styles);
        more.add(style);
        return more;
    }
}
