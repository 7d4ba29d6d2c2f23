package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Dialogs;
import dev.modeldeck.app.fx.Texts;

import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Tags as chips, each with a cross; and a way to add one. */
final class TagsPane extends VBox {

    /** Sets a tag; a null value removes it. */
    @FunctionalInterface
    interface Change {
        void set(String key, @Nullable String value);
    }

    private final Texts texts = Texts.of("models");
    private final FlowPane chips = new FlowPane();
    private final Change change;

    TagsPane(Change change) {
        this.change = change;
        getStyleClass().add("stack-8");
        Label title = new Label(texts.get("tags"));
        title.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head =
                new HBox(title, space, Chips.button("fth-plus", texts.get("tags.add"), this::ask));
        head.getStyleClass().add("row-4");
        chips.getStyleClass().add("chips");
        getChildren().addAll(head, chips);
    }

    void show(Map<String, String> tags) {
        chips.getChildren().clear();
        tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(tag ->
                        chips.getChildren()
                                .add(
                                        Chips.with(
                                                Chips.tag(tag.getKey(), tag.getValue()),
                                                Chips.button(
                                                        "fth-x",
                                                        texts.get("tags.remove", tag.getKey()),
                                                        () -> change.set(tag.getKey(), null)))));
        if (tags.isEmpty()) {
            Label none = new Label(texts.get("tags.none"));
            none.getStyleClass().add("muted");
            chips.getChildren().add(none);
        }
    }

    private void ask() {
        Dialogs.askText(getScene().getWindow(), texts.get("tags.add"), texts.get("tags.prompt"), "")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> {
                    int equals = text.indexOf('=');
                    change.set(
                            equals < 0 ? text : text.substring(0, equals).strip(),
                            equals < 0 ? "" : text.substring(equals + 1).strip());
                });
    }
}
