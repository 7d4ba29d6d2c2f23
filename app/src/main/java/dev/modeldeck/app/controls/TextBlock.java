package dev.modeldeck.app.controls;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of text on a page of several.
 *
 * @param start its first position on the page; after its last one comes the end of its line
 */
record TextBlock(TextFlow flow, int start) {

    private static final String MARK = "text-selection";

    /** The blocks of a page, in the order in which they are read. */
    static List<TextBlock> in(Parent page) {
        List<TextBlock> blocks = new ArrayList<>();
        collect(page, blocks);
        return blocks;
    }

    private static void collect(Node node, List<TextBlock> blocks) {
        if (node instanceof TextFlow flow) {
            blocks.add(new TextBlock(flow, blocks.isEmpty() ? 0 : blocks.getLast().end() + 1));
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, blocks));
        }
    }

    int end() {
        return start + parts().stream().mapToInt(TextBlock::length).sum();
    }

    /** Below the last line a flow names a place behind its end. */
    int positionAt(MouseEvent event) {
        Point2D at = flow.sceneToLocal(event.getSceneX(), event.getSceneY());
        return Math.min(start + flow.getHitInfo(at).getInsertionIndex(), end());
    }

    /** The text between two positions of the page. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        int at = start;
        for (Node part : parts()) {
            int first = Math.max(from - at, 0);
            int last = Math.min(to - at, length(part));
            if (first < last) {
                text.append(part instanceof Text t ? t.getText().substring(first, last) : of(part));
            }
            at += length(part);
        }
        return text.toString();
    }

    /** Where the word at a position begins, for a step of -1, or ends, for 1. */
    int wordEdge(int position, int step) {
        StringBuilder all = new StringBuilder();
        parts().forEach(part -> all.append(part instanceof Text t ? t.getText() : "x"));
        int at = position - start;
        while (isWord(all, step < 0 ? at - 1 : at)) {
            at += step;
        }
        return start + at;
    }

    /** Marks what lies between two positions of the page, behind the text; nothing where none. */
    void mark(int from, int to) {
        flow.getChildren().removeIf(child -> child.getStyleClass().contains(MARK));
        int first = Math.max(from, start) - start;
        int last = Math.min(to, end()) - start;
        if (first < last) {
            Path path = new Path(flow.getRangeShape(first, last, true));
            path.setManaged(false);
            path.setMouseTransparent(true);
            path.getStyleClass().add(MARK);
            flow.getChildren().addFirst(path);
        }
    }

    private List<Node> parts() {
        return flow.getChildren().filtered(Node::isManaged);
    }

    /** Anything but text, such as code in a line, is one position to a flow. */
    private static int length(Node part) {
        return part instanceof Text text ? text.getText().length() : 1;
    }

    private static String of(Node part) {
        return part instanceof Labeled label ? label.getText() : "";
    }

    private static boolean isWord(CharSequence text, int at) {
        return at >= 0
                && at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at))
                        || "_-".indexOf(text.charAt(at)) >= 0);
    }
}
