package dev.modeldeck.app.controls;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.fxmisc.richtext.model.StyleSpan;
import org.fxmisc.richtext.model.StyleSpans;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The blocks of a Markdown text as nodes. */
final class MarkdownBlocks {
    private MarkdownBlocks() {}

    static List<Node> of(org.commonmark.node.Node parent) {
        List<Node> nodes = new ArrayList<>();
        children(parent).forEach(child -> nodes.add(block(child)));
        return nodes;
    }

    static List<org.commonmark.node.Node> children(org.commonmark.node.Node parent) {
        List<org.commonmark.node.Node> all = new ArrayList<>();
        for (var child = parent.getFirstChild(); child != null; child = child.getNext()) {
            all.add(child);
        }
        return all;
    }

    private static Node block(org.commonmark.node.Node node) {
        return switch (node) {
            case Heading heading -> styled(flow(heading), "h" + heading.getLevel());
            case Paragraph paragraph -> flow(paragraph);
            case FencedCodeBlock code ->
                    code(code.getLiteral(), "json".equalsIgnoreCase(code.getInfo()));
            case IndentedCodeBlock code -> code(code.getLiteral(), false);
            case HtmlBlock html -> code(html.getLiteral(), false);
            case BulletList list -> list(list, 0);
            case OrderedList list ->
                    list(
                            list,
                            list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber());
            case BlockQuote quote -> styled(new VBox(of(quote).toArray(Node[]::new)), "quote");
            case ThematicBreak _ -> styled(new Region(), "rule");
            case TableBlock table -> table(table);
            default -> styled(new VBox(of(node).toArray(Node[]::new)), "blocks");
        };
    }

    private static TextFlow flow(org.commonmark.node.Node node) {
        TextFlow flow = new TextFlow();
        flow.getChildren().setAll(MarkdownInlines.of(node));
        return flow;
    }

    private static Node code(String text, boolean json) {
        String shown = text.stripTrailing();
        TextFlow flow = new TextFlow();
        int at = 0;
        for (StyleSpan<Collection<String>> span : json ? JsonHighlight.of(shown) : plain(shown)) {
            Text words = new Text(shown.substring(at, at + span.getLength()));
            words.getStyleClass().add("mono");
            words.getStyleClass().addAll(span.getStyle());
            flow.getChildren().add(words);
            at += span.getLength();
        }
        return styled(new StackPane(flow, new CopyButton(() -> shown)), "code-block");
    }

    private static StyleSpans<Collection<String>> plain(String text) {
        return StyleSpans.singleton(List.of(), text.length());
    }

    /** A list; numbered from {@code first}, or with bullets where that is 0. */
    private static Node list(ListBlock list, int first) {
        VBox box = new VBox();
        int number = first;
        for (org.commonmark.node.Node item : children(list)) {
            Label marker = new Label(first == 0 ? "•" : number++ + ".");
            marker.setMinWidth(Region.USE_PREF_SIZE);
            marker.getStyleClass().add("marker");
            VBox content = new VBox(of(item).toArray(Node[]::new));
            content.getStyleClass().add("blocks");
            HBox.setHgrow(content, Priority.ALWAYS);
            HBox row = new HBox(marker, content);
            row.getStyleClass().add("item");
            box.getChildren().add(row);
        }
        return styled(box, "list");
    }

    private static Node table(TableBlock table) {
        GridPane grid = new GridPane();
        int y = 0;
        int columns = 0;
        for (org.commonmark.node.Node part : children(table)) {
            for (org.commonmark.node.Node row : children(part)) {
                if (row instanceof TableRow) {
                    List<org.commonmark.node.Node> cells = children(row);
                    for (int x = 0; x < cells.size(); x++) {
                        grid.add(cell((TableCell) cells.get(x), part instanceof TableHead), x, y);
                    }
                    columns = Math.max(columns, cells.size());
                    y++;
                }
            }
        }
        for (int x = 0; x < columns; x++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setHgrow(Priority.SOMETIMES);
            grid.getColumnConstraints().add(column);
        }
        grid.setMaxWidth(Region.USE_PREF_SIZE);
        return styled(grid, "table");
    }

    private static Node cell(TableCell cell, boolean head) {
        StackPane box = new StackPane(flow(cell));
        return styled(box, head ? "head-cell" : "cell");
    }

    private static <N extends Node> N styled(N node, String style) {
        node.getStyleClass().add(style);
        return node;
    }
}
