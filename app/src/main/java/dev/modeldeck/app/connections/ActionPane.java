package dev.modeldeck.app.connections;

import dev.modeldeck.app.connections.ActionViewModel.Step;
import dev.modeldeck.app.controls.LoadingPane;
import dev.modeldeck.app.controls.SettingForm;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.ActionOutcome;
import dev.modeldeck.engine.connections.ActionOutcome.ReadBack;
import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.kernel.Problem;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** An action on a server, step by step: fill in, review, send, see what came of it. */
final class ActionPane extends VBox {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double RING = 4;

    private final Texts texts = Texts.of("connections");
    private final ActionViewModel model;
    private final Runnable close;
    private final SettingForm form;
    private final StackPane body = new StackPane();
    private final HBox buttons = new HBox();
    private final Label complaint = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label doing = new Label();

    /**
     * @param close leaves it
     */
    ActionPane(ActionViewModel model, Runnable close) {
        this.model = model;
        this.close = close;
        this.form = new SettingForm(model.action().settings());
        getStyleClass().addAll("stack-16", "action");
        buttons.getStyleClass().addAll("row-8", "action-buttons");
        complaint.getStyleClass().add("complaint");
        complaint.setWrapText(true);
        complaint.setMinHeight(USE_PREF_SIZE);
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        bar.setMaxWidth(Double.MAX_VALUE);
        doing.getStyleClass().add("muted");
        VBox.setVgrow(body, Priority.ALWAYS);
        // What scrolls has room for the ring of the focus, and stands in line all the same.
        VBox.setMargin(body, new Insets(0, -RING, 0, -RING));
        if (!model.action().help().isEmpty()) {
            Label help = wrapping(model.action().help());
            help.getStyleClass().add("muted");
            getChildren().add(help);
        }
        getChildren().addAll(body, complaint, buttons);
        model.step().subscribe(this::show);
        model.begin();
    }

    private void show(Step step) {
        complaint.setText("");
        switch (step) {
            case Step.Preparing _, Step.Planning _ ->
                    put(new LoadingPane(), button("cancel", close));
            case Step.Filling filling -> fill(filling);
            case Step.Reviewing(Plan plan) -> review(plan);
            case Step.Sending(double fraction, String what) -> {
                bar.setProgress(fraction);
                doing.setText(what);
                if (bar.getScene() == null) {
                    VBox box = new VBox(bar, doing);
                    box.getStyleClass().add("stack-8");
                    put(box, button("action.stop", model::stop));
                }
            }
            case Step.Done(ActionOutcome outcome) -> put(done(outcome), last());
            case Step.Stopped _ ->
                    put(
                            said("fth-slash", texts.get("action.stopped"), "muted"),
                            button("action.again", model::begin),
                            last());
            case Step.Failed(Problem problem, boolean sent) ->
                    put(failed(problem, sent), button("action.again", model::begin), last());
        }
    }

    private void fill(Step.Filling filling) {
        filling.values().forEach(form::setValue);
        Button review = accent(button("action.review", this::review));
        review.setDefaultButton(true);
        put(scrolled(form), button("cancel", close), review);
        Fx.later(form::focusFirst);
        Problem wrong = filling.wrong();
        if (wrong != null && !besideField(wrong)) {
            complaint.setText(wrong.message());
        }
    }

    /** Says it beside the field at fault; false where none is. */
    private boolean besideField(Problem wrong) {
        return wrong instanceof Problem.Invalid(String message, @Nullable String field)
                && field != null
                && form.complain(field, message);
    }

    private void review() {
        if (form.check()) {
            model.review(form.values());
        }
    }

    private void review(Plan plan) {
        boolean filled = !model.action().settings().isEmpty();
        Button send = button("action.send", () -> send(plan));
        send.getStyleClass().add(model.action().destructive() ? "danger" : "accent");
        send.setDefaultButton(!model.action().destructive());
        put(
                scrolled(new ReviewPane(plan, model::shown)),
                filled ? button("action.back", model::back) : button("cancel", close),
                send);
    }

    private void send(Plan plan) {
        boolean sure =
                !model.action().destructive()
                        || Dialogs.confirmDanger(
                                getScene().getWindow(),
                                model.model().isEmpty()
                                        ? texts.get("action.sure.server", model.action().label())
                                        : texts.get(
                                                "action.sure",
                                                model.action().label(),
                                                model.model()),
                                texts.get("action.sure.text"),
                                model.action().label());
        if (sure) {
            model.send(plan);
        }
    }

    private Node done(ActionOutcome outcome) {
        VBox box = new VBox();
        box.getStyleClass().add("stack-16");
        switch (outcome.readBack()) {
            case ReadBack.Nothing _ -> box.getChildren().add(well("action.done"));
            case ReadBack.AsPlanned _ -> box.getChildren().add(well("action.checked"));
            case ReadBack.Otherwise(List<Change> changes) ->
                    box.getChildren()
                            .addAll(
                                    warning(texts.get("action.different")),
                                    new ChangesGrid(
                                            changes,
                                            texts.get("change.planned"),
                                            texts.get("change.made"),
                                            model::shown));
            case ReadBack.Unread(Problem why) ->
                    box.getChildren().add(warning(texts.get("action.unread", why.message())));
        }
        outcome.answers().stream()
                .filter(answer -> !answer.isBlank())
                .reduce((first, second) -> second)
                .ifPresent(answer -> {
                    Label title = new Label(texts.get("action.answer"));
                    title.getStyleClass().add("caption");
                    box.getChildren()
                            .add(new VBox(4, title, ReviewPane.code(pretty(model.shown(answer)))));
                });
        return scrolled(box);
    }

    /** JSON is laid out; anything else stays as it came. */
    private static String pretty(String answer) {
        try {
            return JSON.readTree(answer).toPrettyString();
        } catch (JacksonException e) {
            return answer;
        }
    }

    private Node failed(Problem problem, boolean sent) {
        VBox box = new VBox(said("fth-x", problem.message(), "verdict-bad"));
        box.getStyleClass().add("stack-8");
        if (sent) {
            Label note = wrapping(texts.get("action.failed.sent"));
            note.getStyleClass().add("caption");
            box.getChildren().add(note);
        }
        return box;
    }

    private Label well(String key) {
        return said("fth-check", texts.get(key), "verdict-good");
    }

    private Label warning(String text) {
        return said("fth-alert-triangle", text, "verdict-warn");
    }

    private Label said(String icon, String text, String style) {
        Label label = wrapping(text);
        label.setGraphic(new FontIcon(icon));
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add(style);
        return label;
    }

    private void put(Node node, Button... shown) {
        body.getChildren().setAll(node);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        buttons.getChildren().setAll(space);
        buttons.getChildren().addAll(shown);
    }

    private Button last() {
        Button button = accent(button("close", close));
        button.setDefaultButton(true);
        return button;
    }

    private static Button accent(Button button) {
        button.getStyleClass().add("accent");
        return button;
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(texts.get(key));
        button.setOnAction(event -> action.run());
        return button;
    }

    private static Node scrolled(Node content) {
        VBox padded = new VBox(content);
        padded.getStyleClass().add("action-body");
        ScrollPane scroll = new ScrollPane(padded);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("form-scroll");
        return scroll;
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
