package dev.modeldeck.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

class TextSelectionTest {

    private static final String TEXT =
            """
            One **served entity** is called `one` here.

            ```
            first line
            second line
            ```

            | share | name |
            |---|---|
            | 90 % | two |
            """;

    private MarkdownPane pane;

    @ParameterizedTest
    @EnumSource(Look.class)
    void a_drag_across_blocks_selects_them_and_control_c_copies(Look look) {
        try (TabPreview preview = show(look)) {
            drag(at(blocks().get(0), 0, 0), at(blocks().get(1), 1, 1));
            preview.picture("text-selection");
            press(KeyCode.C);
            assertThat(copied())
                    .isEqualTo(
                            """
                            One served entity is called one here.
                            first line
                            second line\
                            """);
            assertThat(marks(preview)).isEqualTo(2);
        }
    }

    @Test
    void control_a_takes_all_of_it_and_a_click_lets_it_go() {
        try (TabPreview preview = show(Look.LIGHT)) {
            click(at(blocks().getFirst(), 0, 0.5), 1);
            press(KeyCode.A);
            press(KeyCode.C);
            assertThat(copied()).startsWith("One served").endsWith("two");
            click(at(blocks().getFirst(), 0, 0.5), 1);
            assertThat(marks(preview)).isZero();
        }
    }

    @Test
    void a_double_click_takes_a_word_and_a_triple_click_its_block() {
        try (TabPreview preview = show(Look.LIGHT)) {
            Point2D inOne = at(blocks().getFirst(), 0, 0).add(6, 6);
            Point2D inSecond = at(blocks().get(1), 0, 1).add(16, -16);
            click(inSecond, 2);
            press(KeyCode.C);
            assertThat(copied()).isEqualTo("second");
            click(inOne, 2);
            press(KeyCode.C);
            assertThat(copied()).isEqualTo("One");
            click(inOne, 3);
            press(KeyCode.C);
            assertThat(copied()).isEqualTo("One served entity is called one here.");
        }
    }

    @Test
    void a_selection_outlives_more_of_an_answer() {
        try (TabPreview preview = show(Look.LIGHT)) {
            click(at(blocks().getFirst(), 0, 0).add(6, 6), 2);
            TabPreview.onFx(() -> {
                pane.setMarkdown(TEXT + "\nAnd more.");
                return true;
            });
            assertThat(marks(preview)).isEqualTo(1);
            press(KeyCode.C);
            assertThat(copied()).isEqualTo("One");
        }
    }

    private TabPreview show(Look look) {
        return TabPreview.show(
                look,
                () -> {
                    pane = new MarkdownPane(TEXT);
                    VBox page = new VBox(pane);
                    page.getStyleClass().add("page");
                    return page;
                });
    }

    private List<TextFlow> blocks() {
        return TabPreview.onFx(() -> {
            List<TextFlow> flows = new ArrayList<>();
            TextBlock.in(pane).forEach(block -> flows.add(block.flow()));
            return flows;
        });
    }

    private static Point2D at(Node node, double x, double y) {
        return TabPreview.onFx(() -> {
            Bounds bounds = node.localToScene(node.getLayoutBounds());
            return new Point2D(
                    bounds.getMinX() + x * bounds.getWidth(),
                    bounds.getMinY() + y * bounds.getHeight());
        });
    }

    private static String copied() {
        return TabPreview.onFx(() -> Clipboard.getSystemClipboard().getString());
    }

    private int marks(TabPreview preview) {
        return TabPreview.onFx(() -> pane.lookupAll(".text-selection").size());
    }

    private void drag(Point2D from, Point2D to) {
        mouse(MouseEvent.MOUSE_PRESSED, from, 1);
        mouse(MouseEvent.MOUSE_DRAGGED, to, 1);
        mouse(MouseEvent.MOUSE_RELEASED, to, 1);
    }

    private void click(Point2D at, int count) {
        mouse(MouseEvent.MOUSE_PRESSED, at, count);
        mouse(MouseEvent.MOUSE_RELEASED, at, count);
    }

    private void mouse(EventType<MouseEvent> type, Point2D scene, int clicks) {
        TabPreview.onFx(() -> {
            Event.fireEvent(
                    pane,
                    new MouseEvent(
                            pane,
                            pane,
                            type,
                            scene.getX(),
                            scene.getY(),
                            0,
                            0,
                            MouseButton.PRIMARY,
                            clicks,
                            false,
                            false,
                            false,
                            false,
                            true,
                            false,
                            false,
                            true,
                            false,
                            true,
                            null));
            return true;
        });
    }

    private void press(KeyCode code) {
        TabPreview.onFx(() -> {
            Event.fireEvent(
                    pane,
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false));
            return true;
        });
    }
}
