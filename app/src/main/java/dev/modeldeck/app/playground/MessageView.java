package dev.modeldeck.app.playground;

import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Texts;

import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.kordamp.ikonli.javafx.FontIcon;

/** A question in a bubble, or an answer as Markdown with its figures under it. */
final class MessageView extends VBox {

    private static final Duration REDRAW = Duration.millis(50);

    private final MessageViewModel model;
    private final Texts texts;
    private final MarkdownView answer = new MarkdownView();
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
        Label text = new Label();
        text.textProperty().bind(model.text());
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        text.getStyleClass().add("question");
        HBox row = new HBox(text);
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
        Label facts = new Label();
        facts.getStyleClass().add("facts");
        facts.textProperty()
                .bind(model.facts().map(known -> known.map(AnswerFacts::line).orElse("")));
        facts.setMinWidth(0);
        facts.setTooltip(new Tooltip());
        facts.getTooltip().textProperty().bind(facts.textProperty());
        Button copy = new Button(null, new FontIcon("fth-copy"));
        copy.getStyleClass().addAll("flat", "button-icon", "small-icon");
        copy.setAccessibleText(texts.get("copy.answer"));
        copy.setTooltip(new Tooltip(texts.get("copy.answer")));
        copy.setOnAction(event -> Clipboard.copy(model.text().get()));
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
        answer.show(model.text().get());
    }
}
