package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.models.ModelViewModel.Subject;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.RegisteredModel;

import javafx.scene.Parent;
import javafx.scene.control.Button;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Objects;

/** The page of a model: its versions, description, journal; aliases and tags beside them. */
final class ModelView {

    private final Texts texts = Texts.of("models");
    private final PageFrame frame = new PageFrame();
    private final ModelViewModel model;
    private final ModelEdits edits;
    private final Pages pages;
    private final KeyValueGrid facts = new KeyValueGrid();
    private final AliasesPane aliases;
    private final TagsPane tags;
    private final VersionsTable versions;
    private final DescriptionPane description;
    private final Button createEndpoint =
            new Button(texts.get("createEndpoint"), new FontIcon("fth-play-circle"));

    ModelView(ModelViewModel model, ModelEdits edits, Pages pages) {
        this.model = model;
        this.edits = edits;
        this.pages = pages;
        aliases = new AliasesPane(edits);
        tags = new TagsPane((key, value) -> edits.tag(name(), null, key, value));
        versions = new VersionsTable(number -> pages.openVersion(name(), number));
        description = new DescriptionPane(text -> edits.describe(name(), null, text));
        frame.crumb(texts.get("title"), pages::openList);
        frame.side(facts, aliases, tags);
        frame.tab("tab.versions", versions);
        frame.tab("tab.description", description);
        frame.tab("tab.journal", new JournalPane(model));
        Button next = new Button(texts.get("registerVersion"), new FontIcon("fth-plus"));
        next.setOnAction(event -> pages.register(name()));
        createEndpoint.getStyleClass().add("accent");
        createEndpoint.setOnAction(event ->
                subject()
                        .model()
                        .latest()
                        .ifPresent(v -> pages.createEndpoint(name(), v.number())));
        frame.action(next);
        frame.action(createEndpoint);
        frame.more(
                PageFrame.item(
                        texts.get("copyName"), "fth-copy", () -> Clipboard.copy(name().toString())),
                PageFrame.item(texts.get("rename"), "fth-edit-2", this::rename),
                PageFrame.item(texts.get("deleteModel"), "fth-trash-2", this::delete));
        model.subjectProperty().subscribe(this::show);
    }

    Parent root() {
        return frame.root();
    }

    private void show(@Nullable Subject subject) {
        if (subject == null || subject.version() != null) {
            return;
        }
        RegisteredModel shown = subject.model();
        frame.title().setText(shown.name().toString());
        facts.clear();
        facts.add(texts.get("fact.created"), Formats.moment(shown.createdAt()));
        facts.add(texts.get("fact.creator"), shown.creator());
        facts.add(texts.get("fact.modified"), Formats.moment(shown.updatedAt()));
        aliases.show(subject);
        tags.show(shown.tags());
        versions.show(shown);
        description.show(shown.name(), shown.description());
        createEndpoint.setDisable(shown.latest().isEmpty());
    }

    private Subject subject() {
        return Objects.requireNonNull(model.subjectProperty().get());
    }

    private ModelName name() {
        return subject().model().name();
    }

    private void rename() {
        Dialogs.askText(
                        root().getScene().getWindow(),
                        texts.get("rename"),
                        texts.get("rename.prompt"),
                        name().toString())
                .ifPresent(text -> edits.rename(name(), text, pages::openModel));
    }

    private void delete() {
        if (Dialogs.confirmDanger(
                root().getScene().getWindow(),
                texts.get("deleteModel.title", name().model()),
                texts.get("deleteModel.text", subject().model().versions().size()),
                texts.get("delete"))) {
            edits.delete(name(), pages::openList);
        }
    }
}
