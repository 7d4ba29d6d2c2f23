package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.controls.LoadingPane;
import dev.modeldeck.app.controls.ProblemPane;
import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Views;
import dev.modeldeck.app.models.RegisterViewModel.Step;
import dev.modeldeck.engine.registry.ModelVersion;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The sheet over the tab that registers a model. */
final class RegisterView {

    private final Texts texts = Texts.of("models");
    private final RegisterViewModel model;
    private final FileChoice files;
    private final Runnable onClose;
    private final Consumer<ModelVersion> onDone;
    private final Views.Parts parts = Views.parts("models/register.fxml");
    private final StackPane steps = parts.get("steps", StackPane.class);
    private final VBox looking = parts.get("looking", VBox.class);
    private final KeyValueGrid facts = new KeyValueGrid();
    private final MemoryCard memory = new MemoryCard();
    private final TextField name = parts.get("name", TextField.class);
    private final Label nameHint = parts.get("nameHint", Label.class);
    private final Button confirm = button("confirm");

    RegisterView(
            RegisterViewModel model,
            FoundViewModel found,
            FileChoice files,
            Runnable onClose,
            Consumer<ModelVersion> onDone) {
        this.model = model;
        this.files = files;
        this.onClose = onClose;
        this.onDone = onDone;
        parts.get("found", VBox.class).getChildren().add(facts);
        parts.get("memory", VBox.class).getChildren().add(memory);
        parts.get("choosing", VBox.class).getChildren().add(new FoundPane(found, model::inspect));
        bindForm();
        bindButtons();
        model.stepProperty().subscribe(this::show);
        parts.root().addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    Parent root() {
        return parts.root();
    }

    private void bindForm() {
        name.textProperty().bindBidirectional(model.nameProperty());
        model.nameProperty().subscribe(text -> checkName());
        parts.get("description", TextArea.class)
                .textProperty()
                .bindBidirectional(model.descriptionProperty());
        RadioButton copied = parts.get("copied", RadioButton.class);
        RadioButton referenced = parts.get("referenced", RadioButton.class);
        Label hint = parts.get("storageHint", Label.class);
        copied.setOnAction(event -> model.storageProperty().set(ModelVersion.Storage.COPIED));
        referenced.setOnAction(
                event -> model.storageProperty().set(ModelVersion.Storage.REFERENCED));
        model.storageProperty()
                .subscribe(storage -> {
                    boolean copies = storage == ModelVersion.Storage.COPIED;
                    copied.setSelected(copies);
                    referenced.setSelected(!copies);
                    hint.setText(
                            texts.get(
                                    copies ? "register.copied.hint" : "register.referenced.hint"));
                });
    }

    private void bindButtons() {
        confirm.setOnAction(event -> model.register());
        button("close").setOnAction(event -> close());
        button("cancel").setOnAction(event -> model.cancel());
        button("other").setOnAction(event -> choose(true));
        button("chooseFolder").setOnAction(event -> choose(true));
        button("chooseFile").setOnAction(event -> choose(false));
    }

    private Button button(String id) {
        return parts.get(id, Button.class);
    }

    private void choose(boolean folder) {
        var window = root().getScene().getWindow();
        Optional<Path> chosen =
                folder
                        ? files.folder(window, texts.get("register.folder"))
                        : files.file(window, texts.get("register.file"));
        chosen.ifPresent(model::inspect);
    }

    private void show(Step step) {
        switch (step) {
            case Step.Choosing _ -> only("choosing");
            case Step.Inspecting(Path source) ->
                    look(new LoadingPane(texts.get("register.looking", source.getFileName())));
            case Step.Confirming confirming -> showFound(confirming);
            case Step.Refused(Path source, String reason) -> look(refusal(source, reason));
            case Step.Working(double fraction, String what) -> {
                parts.get("progress", ProgressBar.class).setProgress(fraction);
                parts.get("doing", Label.class).setText(what);
                only("working");
            }
            case Step.Failed(var problem) -> {
                ProblemPane pane = new ProblemPane(model::cancel);
                pane.show(problem);
                look(pane);
            }
            case Step.Done(ModelVersion version) -> onDone.accept(version);
        }
    }

    private EmptyState refusal(Path source, String reason) {
        return new EmptyState(
                "fth-slash",
                texts.get("register.refused", source.getFileName()),
                reason,
                texts.get("register.other"),
                () -> choose(true));
    }

    private void showFound(Step.Confirming found) {
        parts.get("source", Label.class).setText(found.source().toString());
        facts.clear();
        InspectionFacts.fill(facts, found.inspection());
        facts.add(texts.get("fact.size"), Formats.bytes(found.sizeBytes()));
        InspectionFacts.fillSignature(facts, found.inspection());
        memory.show(found.inspection(), found.machine());
        checkName();
        only("confirming");
        name.requestFocus();
    }

    private void checkName() {
        RegisterViewModel.NameCheck check = model.checkName();
        boolean right = check.complaint().isEmpty();
        nameHint.setText(
                !right
                        ? check.complaint()
                        : check.version() == 1
                                ? texts.get("register.name.new")
                                : texts.get("register.name.next", check.version()));
        nameHint.getStyleClass().setAll("label", right ? "caption" : "complaint");
        confirm.setDisable(!right);
    }

    private void look(Node node) {
        looking.getChildren().setAll(node);
        only("looking");
    }

    private void only(String id) {
        for (Node step : steps.getChildren()) {
            boolean shown = id.equals(step.getId());
            step.setVisible(shown);
            step.setManaged(shown);
        }
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
        }
    }

    private void close() {
        model.cancel();
        onClose.run();
    }
}
