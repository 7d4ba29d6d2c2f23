package dev.modeldeck.app.controls;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

import org.kordamp.ikonli.javafx.FontIcon;

/** What stands where there is nothing yet: why, and the way to change that. */
public final class EmptyState extends VBox {

    private static final double TEXT_WIDTH = 420;

    /** Without an action. */
    public EmptyState(String icon, String title, String sentence) {
        getStyleClass().addAll("state-pane", "empty-state");
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
        Button button = new Button(action);
        button.getStyleClass().add("accent");
        button.setOnAction(event -> onAction.run());
        getChildren().add(button);
    }
}
