package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.controls.MarkdownPane;
import dev.modeldeck.app.controls.SelectableText;
import dev.modeldeck.app.fx.Texts;

import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** A question in a bubble, or an answer as Markdown with its figures under it. */
final class MessageView extends VBox {

    private static final Duration REDRAW = Duration.millis(50);

    private final MessageViewModel model;
    private final Texts texts;
    private final MarkdownPane answer = new MarkdownPane();
    private final PauseTransition pause = new PauseTransition(REDRAW);
    private boolean stale;

    MessageView(MessageViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("message");
        if (model.question()) {
            getChildren().add(question());
        } else {
            getChildren().addAll(answer, waiting(), problem(), foot());
            pause.setOnFinished(event -> redraw());
            model.text().subscribe(this::changed);
            model.writing().subscribe(this::redrawNow);
        }
    }

    private HBox question() {
        SelectableText text = new SelectableText(model.text().get());
        VBox bubble = new VBox(text);
        bubble.getStyleClass().add("question");
        HBox row = new HBox(bubble);
        row.setAlignment(Pos.CENTER_RIGHT);
        row.getStyleClass().add("question-row");
        return row;
    }

    /** Before the first piece of an answer. */
    private HBox waiting() {
        ProgressIndicator spinner = new ProgressIndicator();
        spinner.getStyleClass().add("small-spinner");
        Label text = new Label(texts.get("waiting"));
        text.getStyleClass().add("caption");
        HBox row = new HBox(8, spinner, text);
        row.setAlignment(Pos.CENTER_LEFT);
        row.visibleProperty().bind(model.writing().and(model.text().isEmpty()));
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }

    private Label problem() {
        Label label = new Label();
        label.textProperty().bind(model.problem());
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("answer-problem");
        label.visibleProperty().bind(model.problem().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private HBox foot() {
        FactsLine facts = new FactsLine();
        model.facts().subscribe(now -> now.ifPresent(known -> facts.show(known, texts)));
        CopyButton copy = new CopyButton(model.text()::get);
        copy.getStyleClass().add("small-icon");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(4, facts, space, copy);
        row.setAlignment(Pos.CENTER_LEFT);
        row.visibleProperty().bind(model.writing().not());
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }

    /** While text streams in, it is laid out twenty times a second at most. */
    private void changed() {
        if (pause.getStatus() == Animation.Status.RUNNING) {
            stale = true;
        } else {
            redrawNow();
            pause.playFromStart();
        }
    }

    private void redraw() {
        if (stale) {
            redrawNow();
            pause.playFromStart();
        }
    }

    private void redrawNow() {
        stale = false;
        answer.setMarkdown(model.text().get());
    }
}
