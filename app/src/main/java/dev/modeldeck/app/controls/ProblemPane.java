package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.kernel.Problem;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

import org.kordamp.ikonli.javafx.FontIcon;

/** What went wrong, what to do next, and a button to try again. */
public final class ProblemPane extends VBox {

    private static final double TEXT_WIDTH = 460;

    private final Label headline = new Label();
    private final Label message = new Label();
    private final HBox actions = new HBox();

    public ProblemPane(Runnable retry) {
        getStyleClass().addAll("state-pane", "problem-pane");
        StackPane badge = new StackPane(new FontIcon("fth-alert-triangle"));
        badge.getStyleClass().addAll("badge", "danger");
        badge.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        headline.getStyleClass().add("state-title");
        message.getStyleClass().add("muted");
        message.setWrapText(true);
        message.setMaxWidth(TEXT_WIDTH);
        message.setTextAlignment(TextAlignment.CENTER);
        Button again = new Button(Texts.common().get("retry"));
        again.setOnAction(event -> retry.run());
        actions.getStyleClass().add("actions");
        actions.getChildren().add(again);
        getChildren().addAll(badge, headline, message, actions);
    }

    /** Another way out, beside trying again. */
    public void addAction(Button button) {
        actions.getChildren().add(button);
    }

    public void show(Problem problem) {
        headline.setText(Texts.headline(problem));
        message.setText(problem.message());
    }
}
