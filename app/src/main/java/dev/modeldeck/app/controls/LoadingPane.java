package dev.modeldeck.app.controls;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;

/** A quiet sign that something is on its way. */
public final class LoadingPane extends VBox {

    private static final double SIZE = 28;

    public LoadingPane() {
        this(Texts.common().get("loading"));
    }

    public LoadingPane(String what) {
        getStyleClass().add("state-pane");
        ProgressIndicator indicator = new ProgressIndicator();
        indicator.setMaxSize(SIZE, SIZE);
        Label label = new Label(what);
        label.getStyleClass().add("muted");
        getChildren().addAll(indicator, label);
    }
}
