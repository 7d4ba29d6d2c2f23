package dev.modeldeck.app.connections;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** A step: a mark with a line down to the next one, its title, what was found, and the cure. */
final class StepRow extends HBox {

    private static final double SPINNER = 16;
    private static final double ABOVE_CURE = 4;

    private final Label time = new Label();
    private final VBox body = new VBox();
    private final Region line = new Region();

    /** How it went; an icon says it, not the colour alone. */
    enum Mark {
        WELL("taken"),
        FAILED("failed"),
        GOING("going"),
        TO_COME("to-come");

        private final String style;

        Mark(String style) {
            this.style = style;
        }
    }

    StepRow(String title, Mark mark) {
        getStyleClass().addAll("step", mark.style);
        StackPane disc = new StackPane(sign(mark));
        disc.getStyleClass().add("disc");
        line.getStyleClass().add("line");
        VBox rail = new VBox(disc, line);
        rail.getStyleClass().add("rail-line");
        VBox.setVgrow(line, Priority.ALWAYS);
        Label name = new Label(title);
        name.getStyleClass().add("step-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        time.getStyleClass().add("caption");
        time.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(name, space, time);
        head.getStyleClass().add("step-head");
        body.getStyleClass().add("step-body");
        body.getChildren().add(head);
        HBox.setHgrow(body, Priority.ALWAYS);
        getChildren().addAll(rail, body);
    }

    void tell(String said, String took) {
        time.setText(took);
        Label label = wrapping(said);
        label.getStyleClass().add("muted");
        body.getChildren().add(label);
    }

    void advise(String cure) {
        Label label = wrapping(cure);
        label.setGraphic(new FontIcon("fth-arrow-right"));
        label.getStyleClass().add("cure");
        VBox.setMargin(label, new Insets(ABOVE_CURE, 0, 0, 0));
        body.getChildren().add(label);
    }

    /** No line leads on from the last one. */
    void endHere() {
        line.setVisible(false);
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    private static Node sign(Mark mark) {
        return switch (mark) {
            case WELL -> new FontIcon("fth-check");
            case FAILED -> new FontIcon("fth-x");
            case GOING -> {
                ProgressIndicator turning = new ProgressIndicator();
                turning.setMaxSize(SPINNER, SPINNER);
                turning.setMinSize(SPINNER, SPINNER);
                yield turning;
            }
            case TO_COME -> new Region();
        };
    }
}
