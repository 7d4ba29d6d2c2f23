package dev.modeldeck.app.logs;

import dev.modeldeck.app.fx.Texts;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.kordamp.ikonli.javafx.FontIcon;

/** The line below the calls while they are written to a file, and what came of it. */
final class ExportStrip extends HBox {

    ExportStrip(ExportViewModel model, Texts texts) {
        getStyleClass().addAll("row-12", "export-strip");
        managedProperty().bind(model.words().isNotEmpty());
        visibleProperty().bind(managedProperty());

        Label words = new Label();
        words.textProperty().bind(model.words());
        words.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);

        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(model.progress());
        bar.getStyleClass().add("thin");
        Button cancel = new Button(texts.get("cancel"));
        cancel.setId("cancel");
        cancel.getStyleClass().add("small");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(event -> model.cancel());
        for (var each : new Node[] {bar, cancel}) {
            each.managedProperty().bind(model.running());
            each.visibleProperty().bind(model.running());
        }

        Button dismiss = new Button(null, new FontIcon("fth-x"));
        dismiss.getStyleClass().addAll("flat", "button-icon", "small");
        dismiss.setAccessibleText(texts.get("close"));
        dismiss.managedProperty().bind(model.running().not());
        dismiss.visibleProperty().bind(dismiss.managedProperty());
        dismiss.setOnAction(event -> model.dismiss());
        getChildren().addAll(words, bar, cancel, dismiss);
    }
}
