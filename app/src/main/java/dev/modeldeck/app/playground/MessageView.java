package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.controls.MarkdownPane;
import dev.modeldeck.app.controls.SelectableText;
import dev.modeldeck.app.fx.Texts;

import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.kordamp.ikonli.javafx.FontIcon;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * A question in a bubble under its pictures, or an answer as Markdown with its figures under it.
 */
final class MessageView extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private static final double GAP = 6;

    /** Most that a picture takes. */
    private static final double WIDTH = 240;

    private static final double HEIGHT = 160;

    private static final Duration REDRAW = Duration.millis(50);

    private final MessageViewModel model;
    private final Texts texts;
    private final MarkdownPane answer = new MarkdownPane();
    private final PauseTransition pause = new PauseTransition(REDRAW);
    private final CallsView calls;
    private boolean stale;

    /**
     * @param files where pictures are
     * @param goOn sends what the person answered for the tools that the answer calls
     */
    MessageView(MessageViewModel model, Function<Picture, Path> files, Texts texts, Runnable goOn) {
        this.model = model;
        this.texts = texts;
        this.calls = new CallsView(model, texts, goOn);
        getStyleClass().add("message");
        if (model.question()) {
            if (!model.pictures().isEmpty()) {
                getChildren().add(pictures(files));
            }
            if (!model.text().get().isEmpty()) {
                getChildren().add(question());
            }
        } else {
            getChildren()
                    .addAll(
                            new ThoughtView(model, texts),
                            answer,
                            check(),
                            calls,
                            waiting(),
                            problem(),
                            foot());
            pause.setOnFinished(event -> redraw());
            model.text().subscribe(this::changed);
            model.writing().subscribe(this::redrawNow);
            answer.visibleProperty().bind(model.text().isNotEmpty());
            answer.managedProperty().bind(answer.visibleProperty());
        }
    }

    /** Whether nothing follows it. */
    void last(boolean now) {
        calls.open(now);
    }

    private FlowPane pictures(Function<Picture, Path> files) {
        FlowPane row = new FlowPane(Orientation.HORIZONTAL, GAP, GAP);
        for (Picture picture : model.pictures()) {
            row.getChildren().add(new Thumbnail(picture, files.apply(picture), WIDTH, HEIGHT));
        }
        row.setAlignment(Pos.CENTER_RIGHT);
        row.getStyleClass().add("question-row");
        return row;
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
        row.visibleProperty()
                .bind(model.writing().and(model.text().isEmpty()).and(model.thought().isEmpty()));
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

    /** Whether a whole answer is what was asked for. */
    private Label check() {
        Label label = new Label();
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("answer-check");
        BooleanBinding told =
                Bindings.createBooleanBinding(
                        this::checked,
                        model.check(),
                        model.writing(),
                        model.text(),
                        model.problem(),
                        model.calls());
        label.visibleProperty().bind(told);
        label.managedProperty().bind(told);
        model.check()
                .subscribe(check -> {
                    String words = texts.get("check." + check.format() + ".valid");
                    label.setText(
                            check.valid() ? words : texts.get("check.invalid", check.complaint()));
                    label.setGraphic(
                            new FontIcon(check.valid() ? "fth-check-circle" : "fth-alert-circle"));
                    label.pseudoClassStateChanged(WRONG, !check.valid());
                });
        return label;
    }

    private boolean checked() {
        return model.check().get().structured()
                && !model.writing().get()
                && !model.text().get().isEmpty()
                && model.problem().get().isEmpty()
                && model.calls().isEmpty();
    }

    private HBox foot() {
        FactsLine facts = new FactsLine();
        model.facts().subscribe(now -> now.ifPresent(known -> facts.show(known, texts)));
        CopyButton copy = new CopyButton(model.text()::get);
        copy.getStyleClass().add("small-icon");
        copy.visibleProperty().bind(model.text().isNotEmpty());
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
        String text = model.text().get();
        boolean structured = model.check().get().structured() && model.calls().isEmpty();
        answer.setMarkdown(structured ? JsonCheck.block(text) : text);
    }
}
