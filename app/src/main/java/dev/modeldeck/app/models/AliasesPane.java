package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.models.ModelViewModel.Subject;
import dev.modeldeck.engine.registry.ModelName;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** The aliases of a model, or those of one version: set, roll back, remove. */
final class AliasesPane extends VBox {

    private final Texts texts = Texts.of("models");
    private final ModelEdits edits;
    private final VBox lines = new VBox();
    private @Nullable Subject subject;

    AliasesPane(ModelEdits edits) {
        this.edits = edits;
        getStyleClass().add("stack-8");
        lines.getStyleClass().add("stack-4");
        Label title = new Label(texts.get("aliases"));
        title.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head =
                new HBox(title, space, Chips.button("fth-plus", texts.get("alias.add"), this::ask));
        head.getStyleClass().add("row-4");
        getChildren().addAll(head, lines);
    }

    void show(Subject shown) {
        subject = shown;
        lines.getChildren().clear();
        shown.model().aliases().entrySet().stream()
                .filter(alias ->
                        shown.version() == null || alias.getValue() == shown.version().number())
                .sorted(Map.Entry.comparingByKey())
                .forEach(alias -> lines.getChildren().add(line(shown, alias.getKey())));
        if (lines.getChildren().isEmpty()) {
            Label none = new Label(texts.get("alias.none"));
            none.getStyleClass().add("muted");
            none.setWrapText(true);
            lines.getChildren().add(none);
        }
    }

    private HBox line(Subject shown, String alias) {
        ModelName name = shown.model().name();
        int version = shown.model().aliases().getOrDefault(alias, 0);
        return Chips.with(
                Chips.alias(texts, alias, version),
                Chips.button(
                        "fth-rotate-ccw",
                        texts.get("alias.rollBack", alias),
                        () -> rollBack(name, alias, version)),
                Chips.button("fth-x", texts.get("alias.remove", alias), () -> remove(name, alias)));
    }

    private void rollBack(ModelName name, String alias, int version) {
        if (Dialogs.confirm(
                getScene().getWindow(),
                texts.get("alias.rollBack", alias),
                texts.get("alias.rollBack.text", alias, version),
                texts.get("alias.rollBack.yes"))) {
            edits.rollBack(name, alias);
        }
    }

    private void remove(ModelName name, String alias) {
        if (Dialogs.confirm(
                getScene().getWindow(),
                texts.get("alias.remove", alias),
                texts.get("alias.remove.text", alias),
                texts.get("alias.remove.yes"))) {
            edits.alias(name, alias, null);
        }
    }

    private void ask() {
        Subject shown = subject;
        if (shown == null || shown.model().latest().isEmpty()) {
            return;
        }
        int to =
                shown.version() == null
                        ? shown.model().latest().orElseThrow().number()
                        : shown.version().number();
        Dialogs.askText(
                        getScene().getWindow(),
                        texts.get("alias.add.title", to),
                        texts.get("alias.prompt"),
                        "")
                .map(text -> text.strip().replaceFirst("^@", ""))
                .filter(text -> !text.isEmpty())
                .filter(alias -> mayMove(shown, alias, to))
                .ifPresent(alias -> edits.alias(shown.model().name(), alias, to));
    }

    private boolean mayMove(Subject shown, String alias, int to) {
        Integer from = shown.model().aliases().get(alias);
        return from == null
                || from == to
                || Dialogs.confirm(
                        getScene().getWindow(),
                        texts.get("alias.move", alias),
                        texts.get("alias.move.text", alias, from, to),
                        texts.get("alias.move.yes"));
    }
}
