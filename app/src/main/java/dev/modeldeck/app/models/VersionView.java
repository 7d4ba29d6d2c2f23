package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.EmptyState;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.fx.Clipboard;
import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.models.ModelViewModel.Subject;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.Objects;

/** The page of a version: description, files, signature, example, journal; what it is beside. */
final class VersionView {

    private final Texts texts = Texts.of("models");
    private final PageFrame frame = new PageFrame();
    private final ModelViewModel model;
    private final ModelEdits edits;
    private final Pages pages;
    private final Hyperlink modelCrumb;
    private final KeyValueGrid facts = new KeyValueGrid();
    private final MemoryCard memory = new MemoryCard();
    private final AliasesPane aliases;
    private final TagsPane tags;
    private final DescriptionPane description;
    private final FilesTable files = new FilesTable();
    private final SignatureTable signature = new SignatureTable();
    private final StackPane example = new StackPane();
    private final QualityViewModel quality;

    VersionView(ModelViewModel model, QualityViewModel quality, ModelEdits edits, Pages pages) {
        this.model = model;
        this.quality = quality;
        this.edits = edits;
        this.pages = pages;
        aliases = new AliasesPane(edits);
        tags = new TagsPane((key, value) -> edits.tag(name(), number(), key, value));
        description = new DescriptionPane(text -> edits.describe(name(), number(), text));
        frame.crumb(texts.get("title"), pages::openList);
        modelCrumb = frame.crumb("", () -> pages.openModel(name()));
        frame.side(facts, memory, aliases, tags);
        frame.tab("tab.description", description);
        frame.tab("tab.files", files);
        frame.tab("tab.signature", signature);
        frame.tab("tab.example", example);
        frame.tab("tab.quality", new QualityPane(quality));
        frame.tab("tab.journal", new JournalPane(model));
        Button create = new Button(texts.get("createEndpoint"), new FontIcon("fth-play-circle"));
        create.getStyleClass().add("accent");
        create.setOnAction(event -> pages.createEndpoint(name(), number()));
        frame.action(create);
        frame.more(
                PageFrame.item(
                        texts.get("copyLocation"),
                        "fth-copy",
                        () -> Clipboard.copy(version().location().toString())),
                PageFrame.item(texts.get("deleteVersion"), "fth-trash-2", this::delete));
        model.subjectProperty().subscribe(this::show);
        model.machineProperty().subscribe(machine -> show(model.subjectProperty().get()));
    }

    Parent root() {
        return frame.root();
    }

    private void show(@Nullable Subject subject) {
        ModelVersion version = subject == null ? null : subject.version();
        if (subject == null || version == null) {
            return;
        }
        modelCrumb.setText(subject.model().name().toString());
        frame.title().setText(texts.get("version", version.number()));
        frame.titleChips().getChildren().clear();
        subject.model()
                .aliasesOf(version.number())
                .forEach(alias -> frame.titleChips().getChildren().add(Chips.alias(alias)));
        showFacts(version);
        memory.show(version.inspection(), model.machineProperty().get());
        aliases.show(subject);
        tags.show(version.tags());
        description.show(List.of(version.model(), version.number()), version.description());
        files.getItems().setAll(version.files());
        signature.show(version.inspection().signature());
        showExample(version.inspection().inputExample());
        quality.show(version);
    }

    private void showFacts(ModelVersion version) {
        facts.clear();
        InspectionFacts.fill(facts, version.inspection());
        facts.add(texts.get("fact.size"), Formats.bytes(version.sizeBytes()));
        facts.add(texts.get("fact.storage"), texts.get("storage." + version.storage().name()));
        facts.add(texts.get("fact.source"), version.source());
        facts.add(texts.get("fact.registered"), Formats.moment(version.createdAt()));
        facts.add(texts.get("fact.creator"), version.creator());
    }

    private void showExample(@Nullable String json) {
        example.getChildren()
                .setAll(
                        json == null
                                ? new EmptyState(
                                        "fth-file-minus",
                                        texts.get("example.none.title"),
                                        texts.get("example.none.text"))
                                : CodePane.json(json));
    }

    private ModelVersion version() {
        Subject subject = Objects.requireNonNull(model.subjectProperty().get());
        return Objects.requireNonNull(subject.version());
    }

    private ModelName name() {
        return version().model();
    }

    private int number() {
        return version().number();
    }

    private void delete() {
        if (Dialogs.confirmDanger(
                root().getScene().getWindow(),
                texts.get("deleteVersion.title", number()),
                texts.get("deleteVersion.text"),
                texts.get("delete"))) {
            ModelName name = name();
            edits.deleteVersion(name, number(), () -> pages.openModel(name));
        }
    }
}
