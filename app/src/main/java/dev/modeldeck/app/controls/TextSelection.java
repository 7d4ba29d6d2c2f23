package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Fx;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lets the text of a page be selected: press and drag across its blocks, double-click a word,
 * triple-click a block, Ctrl+A for all, Ctrl+C to copy. Positions count through all blocks, so that
 * a selection outlives a page that is drawn anew with more text.
 */
final class TextSelection {

    private static final KeyCombination COPY =
            new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination ALL =
            new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN);

    /** How much farther a block above or below is than one beside: text is read in lines. */
    private static final double LINES_FIRST = 1_000;

    private final Parent page;
    private int anchor;
    private int caret;
    private boolean marked;

    TextSelection(Parent page) {
        this.page = page;
        page.getStyleClass().add("selectable");
        page.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        page.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        page.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        page.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        select(0, 0);
                    }
                });
        page.layoutBoundsProperty().addListener(ignored -> Fx.later(this::draw));
    }

    /** What is selected, a block a line; empty where nothing is. */
    String text() {
        return blocks().stream()
                .filter(this::touched)
                .map(block -> block.text(from(), to()))
                .collect(Collectors.joining("\n"));
    }

    /** Marks what is selected in blocks that were drawn or wrapped anew. */
    void draw() {
        if (anchor == caret && !marked) {
            return;
        }
        marked = anchor != caret;
        page.applyCss();
        page.layout();
        for (TextBlock block : blocks()) {
            block.mark(touched(block) ? from() : 0, touched(block) ? to() : 0);
        }
    }

    private int from() {
        return Math.min(anchor, caret);
    }

    private int to() {
        return Math.max(anchor, caret);
    }

    private boolean touched(TextBlock block) {
        return from() < block.end() && block.start() < to();
    }

    private void select(int newAnchor, int newCaret) {
        anchor = newAnchor;
        caret = newCaret;
        draw();
    }

    private void pressed(MouseEvent event) {
        List<TextBlock> blocks = blocks();
        if (event.getButton() != MouseButton.PRIMARY || blocks.isEmpty()) {
            return;
        }
        page.requestFocus();
        TextBlock block = nearest(blocks, event);
        int at = block.positionAt(event);
        switch (event.getClickCount()) {
            case 1 -> select(event.isShiftDown() ? anchor : at, at);
            case 2 -> select(block.wordEdge(at, -1), block.wordEdge(at, 1));
            default -> select(block.start(), block.end());
        }
        event.consume();
    }

    private void dragged(MouseEvent event) {
        List<TextBlock> blocks = blocks();
        if (event.getButton() == MouseButton.PRIMARY && !blocks.isEmpty()) {
            select(anchor, nearest(blocks, event).positionAt(event));
            event.consume();
        }
    }

    private void key(KeyEvent event) {
        if (COPY.match(event) && anchor != caret) {
            Clipboard.copy(text());
        } else if (ALL.match(event)) {
            List<TextBlock> blocks = blocks();
            select(0, blocks.isEmpty() ? 0 : blocks.getLast().end());
        } else {
            return;
        }
        event.consume();
    }

    private List<TextBlock> blocks() {
        return TextBlock.in(page);
    }

    private static TextBlock nearest(List<TextBlock> blocks, MouseEvent event) {
        TextBlock nearest = blocks.getFirst();
        for (TextBlock block : blocks) {
            if (distance(block.flow(), event) < distance(nearest.flow(), event)) {
                nearest = block;
            }
        }
        return nearest;
    }

    private static double distance(Node node, MouseEvent event) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        Point2D at = new Point2D(event.getSceneX(), event.getSceneY());
        double dx = Math.max(bounds.getMinX() - at.getX(), at.getX() - bounds.getMaxX());
        double dy = Math.max(bounds.getMinY() - at.getY(), at.getY() - bounds.getMaxY());
        return LINES_FIRST * Math.max(0, dy) + Math.max(0, dx);
    }
}
