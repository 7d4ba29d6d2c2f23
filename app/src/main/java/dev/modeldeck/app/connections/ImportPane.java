package dev.modeldeck.app.connections;

import dev.modeldeck.app.connections.ImportViewModel.Step;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Fx;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.RemoteImport.State;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.ModelName;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.function.Consumer;

/** An import: asks for the name here, then tells how far it has come. */
final class ImportPane extends VBox {

    private final Texts texts = Texts.of("connections");
    private final ImportViewModel model;
    private final Runnable close;
    private final Consumer<Destination> go;
    private final VBox body = new VBox();
    private final HBox buttons = new HBox();
    private final TextField name = new TextField();
    private final Label complaint = wrapping("");
    private final ProgressBar bar = new ProgressBar();
    private final Label doing = new Label();

    /**
     * @param close leaves it; the import goes on
     */
    ImportPane(ImportViewModel model, Runnable close, Consumer<Destination> go) {
        this.model = model;
        this.close = close;
        this.go = go;
        getStyleClass().add("stack-16");
        body.getStyleClass().add("stack-8");
        buttons.getStyleClass().add("row-8");
        name.setId("import-name");
        name.textProperty().bindBidirectional(model.name());
        complaint.getStyleClass().add("complaint");
        complaint.managedProperty().bind(complaint.textProperty().isNotEmpty());
        bar.setMaxWidth(Double.MAX_VALUE);
        doing.getStyleClass().add("muted");
        getChildren().addAll(body, buttons);
        model.step().subscribe(this::show);
    }

    private void show(Step step) {
        switch (step) {
            case Step.Asking(@Nullable Problem wrong) -> ask(wrong);
            case Step.Begun(ModelName as, State state) -> tell(as, state);
        }
    }

    private void ask(@Nullable Problem wrong) {
        complaint.setText(wrong == null ? "" : wrong.message());
        Label label = new Label(texts.get("import.name"));
        label.setLabelFor(name);
        Label from = wrapping(texts.get("import.from", model.suggested().source()));
        from.getStyleClass().add("caption");
        Button start = accent(button("import.start", model::start));
        start.setDefaultButton(true);
        put(button("cancel", close), start);
        body.getChildren().setAll(label, name, complaint, from);
        Fx.later(name::requestFocus);
    }

    private void tell(ModelName as, State state) {
        switch (state) {
            case State.Fetching(long done, long all, String what) ->
                    progress(
                            all == 0 ? ProgressBar.INDETERMINATE_PROGRESS : (double) done / all,
                            all == 0
                                    ? texts.get("import.asking")
                                    : texts.get(
                                            "import.fetching",
                                            Formats.bytes(done),
                                            Formats.bytes(all),
                                            what));
            case State.Registering(double fraction) ->
                    progress(fraction, texts.get("import.registering", as));
            case State.Stopped stopped -> stopped(stopped);
            case State.Done(int version) -> done(as, version);
        }
    }

    /** The button to stop it stays the same one while it goes on, so that no click is lost. */
    private void progress(double fraction, String what) {
        bar.setProgress(fraction);
        doing.setText(what);
        if (bar.getParent() == null) {
            Label note = wrapping(texts.get("import.goes"));
            note.getStyleClass().add("caption");
            body.getChildren().setAll(bar, doing, note);
            put(button("import.stop", () -> model.stop(this::failed)), last());
        }
    }

    private void stopped(State.Stopped stopped) {
        Problem why = stopped.why();
        String far =
                stopped.allBytes() == 0
                        ? texts.get("import.stopped.early")
                        : texts.get(
                                "import.stopped",
                                Formats.bytes(stopped.doneBytes()),
                                Formats.bytes(stopped.allBytes()));
        body.getChildren()
                .setAll(
                        why == null
                                ? said("fth-slash", far, "muted")
                                : said("fth-x", why.message(), "verdict-bad"));
        if (why != null && stopped.allBytes() > 0) {
            Label caption = wrapping(far);
            caption.getStyleClass().add("caption");
            body.getChildren().add(caption);
        }
        put(
                button("import.discard", () -> discard(stopped.doneBytes())),
                button("close", close),
                accent(button("import.resume", () -> model.resume(this::failed))));
    }

    private void discard(long doneBytes) {
        if (doneBytes == 0
                || Dialogs.confirmDanger(
                        getScene().getWindow(),
                        texts.get("import.discard.title"),
                        texts.get("import.discard.text", Formats.bytes(doneBytes)),
                        texts.get("import.discard"))) {
            model.discard(this::failed);
        }
    }

    private void done(ModelName as, int version) {
        body.getChildren()
                .setAll(said("fth-check", texts.get("import.done", as, version), "verdict-good"));
        put(
                button("import.again", () -> model.discard(this::failed)),
                button("close", close),
                accent(
                        button(
                                "import.open",
                                () -> {
                                    close.run();
                                    go.accept(new Destination.Version(as, version));
                                })));
    }

    private void failed(Problem problem) {
        Dialogs.show(getScene().getWindow(), problem);
    }

    private void put(Button... shown) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        buttons.getChildren().setAll(space);
        buttons.getChildren().addAll(shown);
    }

    private Button last() {
        return accent(button("close", close));
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

    private static Node said(String icon, String text, String style) {
        Label label = wrapping(text);
        label.setGraphic(new FontIcon(icon));
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add(style);
        return label;
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
