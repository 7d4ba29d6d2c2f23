package dev.modeldeck.app.models;

import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.registry.here.FoundModel;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Below the choice of files: what Ollama, LM Studio and Hugging Face's tools have downloaded. */
final class FoundPane extends VBox {

    private static final double SPINNER = 18;

    private final Texts texts = Texts.of("models");
    private final FoundViewModel model;
    private final Consumer<FoundModel> onChosen;
    private final Label hint = new Label();
    private final Button look = new Button(texts.get("found.look"));
    private final VBox rows = new VBox();
    private final ScrollPane list = new ScrollPane(rows);

    FoundPane(FoundViewModel model, Consumer<FoundModel> onChosen) {
        this.model = model;
        this.onChosen = onChosen;
        getStyleClass().add("found-pane");
        rows.getStyleClass().add("found-rows");
        list.getStyleClass().add("found-list");
        list.setFitToWidth(true);
        list.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().addAll(head(), list);
        model.stateProperty().subscribe(this::show);
    }

    private HBox head() {
        Label title = new Label(texts.get("found.title"));
        title.getStyleClass().add("strong");
        hint.getStyleClass().add("caption");
        hint.setWrapText(true);
        VBox words = new VBox(title, hint);
        words.getStyleClass().add("stack-4");
        HBox.setHgrow(words, Priority.ALWAYS);
        look.setId("look");
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setOnAction(event -> model.look());
        HBox head = new HBox(words, look);
        head.getStyleClass().add("row-12");
        return head;
    }

    private void show(FoundViewModel.State state) {
        look.setDisable(state instanceof FoundViewModel.State.Looking);
        look.setGraphic(new FontIcon("fth-search"));
        switch (state) {
            case FoundViewModel.State.Troubled(var problem) -> fill(problem.message(), List.of());
            case FoundViewModel.State.Unasked _ -> fill(texts.get("found.hint"), List.of());
            case FoundViewModel.State.Looking _ -> {
                ProgressIndicator turning = new ProgressIndicator();
                turning.setMaxSize(SPINNER, SPINNER);
                look.setGraphic(turning);
                fill(texts.get("found.looking"), List.of());
            }
            case FoundViewModel.State.Found(List<FoundModel> models) -> {
                look.setText(texts.get("found.again"));
                fill(
                        models.isEmpty()
                                ? texts.get("found.none")
                                : texts.get("found.count", models.size()),
                        models);
            }
        }
    }

    private void fill(String words, List<FoundModel> models) {
        hint.setText(words);
        rows.getChildren().setAll(models.stream().map(this::row).toList());
        list.setVisible(!models.isEmpty());
        list.setManaged(!models.isEmpty());
    }

    private Button row(FoundModel found) {
        Label name = new Label(found.name());
        name.getStyleClass().add("medium");
        Label about = new Label(about(found));
        about.getStyleClass().add("caption");
        VBox words = new VBox(name, about);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Label size = new Label(Formats.bytes(found.sizeBytes()));
        size.getStyleClass().addAll("muted", "found-size");
        HBox content = new HBox(icon(found), words, chip(found), size);
        content.getStyleClass().add("row-12");
        Button row = new Button();
        row.setGraphic(content);
        row.setMaxWidth(Double.MAX_VALUE);
        row.getStyleClass().setAll("button", "flat", "found-row");
        row.setAccessibleText(found.name() + ", " + about.getText());
        row.setTooltip(new Tooltip(found.path().toString()));
        row.setOnAction(event -> onChosen.accept(found));
        content.prefWidthProperty().bind(row.widthProperty().subtract(24));
        return row;
    }

    private static Node icon(FoundModel found) {
        return new FontIcon(
                found.inspection().whyNotRunnable().isPresent() ? "fth-slash" : "fth-box");
    }

    private Label chip(FoundModel found) {
        boolean runs = found.inspection().whyNotRunnable().isEmpty();
        Label chip = new Label(runs ? found.inspection().dtype() : texts.get("found.not"));
        chip.getStyleClass().add("chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        return chip;
    }

    /** Who keeps it, and what it is. */
    private static String about(FoundModel found) {
        long parameters = found.inspection().parameters();
        return Stream.of(
                        found.keeper(),
                        found.inspection().architecture(),
                        parameters > 0 ? Formats.count(parameters) : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }
}
