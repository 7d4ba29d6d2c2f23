package dev.modeldeck.app.controls;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

import org.kordamp.ikonli.javafx.FontIcon;

/** What stands where there is nothing yet: why, and the way to change that. */
public final class EmptyState extends VBox {

    private static final double TEXT_WIDTH = 420;

    private final HBox actions = new HBox();

    /** Without an action. */
    public EmptyState(String icon, String title, String sentence) {
        getStyleClass().addAll("state-pane", "empty-state");
        actions.getStyleClass().add("actions");
        StackPane badge = new StackPane(new FontIcon(icon));
        badge.getStyleClass().add("badge");
        badge.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label headline = new Label(title);
        headline.getStyleClass().add("state-title");
        Label text = new Label(sentence);
        text.getStyleClass().add("muted");
        text.setWrapText(true);
        text.setMaxWidth(TEXT_WIDTH);
        text.setTextAlignment(TextAlignment.CENTER);
        getChildren().addAll(badge, headline, text);
    }

    public EmptyState(
            String icon, String title, String sentence, String action, Runnable onAction) {
        this(icon, title, sentence);
        Button button = button(action, onAction);
        button.getStyleClass().add("accent");
        actions.getChildren().add(button);
        getChildren().add(actions);
    }

    /** Another way, beside the first. */
    public EmptyState or(String action, Runnable onAction) {
        actions.getChildren().add(button(action, onAction));
        return this;
    }

    private static Button button(String action, Runnable onAction) {
        Button button = new Button(action);
        button.setOnAction(event -> onAction.run());
        return button;
    }
}
