package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.MarkdownPane;
import dev.modeldeck.app.fx.Texts;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/** A description: shown as Markdown, written as text. */
final class DescriptionPane extends VBox {

    private final Texts texts = Texts.of("models");
    private final MarkdownPane shown = new MarkdownPane();
    private final Label none = new Label(texts.get("description.none"));
    private final TextArea area = new TextArea();
    private final Button edit =
            new Button(texts.get("description.edit"), new FontIcon("fth-edit-2"));
    private final HBox buttons = new HBox();
    private final ScrollPane reading = new ScrollPane();
    private String written = "";
    private Object subject = "";

    DescriptionPane(Consumer<String> onSave) {
        getStyleClass().addAll("stack-8", "description");
        none.getStyleClass().add("muted");
        area.setWrapText(true);
        area.setAccessibleText(texts.get("description"));
        reading.setFitToWidth(true);
        none.setAlignment(Pos.TOP_LEFT);
        StackPane.setAlignment(none, Pos.TOP_LEFT);
        StackPane text = new StackPane(shown, none);
        text.getStyleClass().add("description-text");
        reading.setContent(text);
        StackPane.setAlignment(edit, Pos.TOP_RIGHT);
        StackPane body = new StackPane(reading, area, edit);
        VBox.setVgrow(body, Priority.ALWAYS);
        edit.getStyleClass().add("flat");
        edit.setOnAction(event -> edit(true));
        Button save = new Button(texts.get("save"));
        save.getStyleClass().add("accent");
        save.setOnAction(event -> {
            onSave.accept(area.getText());
            edit(false);
        });
        Button cancel = new Button(texts.get("cancel"));
        cancel.setOnAction(event -> edit(false));
        buttons.getStyleClass().add("row-8");
        buttons.getChildren().addAll(save, cancel);
        buttons.managedProperty().bind(buttons.visibleProperty());
        getChildren().addAll(body, buttons);
        edit(false);
    }

    /**
     * Shows a text; one being edited stays, unless it is about something else now.
     *
     * @param of what is described
     */
    void show(Object of, String description) {
        boolean same = of.equals(subject);
        subject = of;
        written = description;
        shown.setMarkdown(description);
        none.setVisible(description.isBlank());
        if (!same) {
            edit(false);
        }
    }

    private void edit(boolean editing) {
        area.setText(written);
        area.setVisible(editing);
        reading.setVisible(!editing);
        buttons.setVisible(editing);
        edit.setVisible(!editing);
        if (editing) {
            area.requestFocus();
        }
    }
}
