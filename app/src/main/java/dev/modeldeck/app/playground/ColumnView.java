package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.Light;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.endpoints.Endpoint;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One endpoint's column: which one, how it is, and what fits its kind. */
final class ColumnView extends VBox {

    private final ColumnViewModel model;
    private final ObservableList<Endpoint> endpoints;
    private final Texts texts;
    private final Actions actions;
    private final ColumnHead head;
    private final HBox stopped = new HBox(8);
    private final StackPane body = new StackPane();
    private final Map<List<Object>, Node> contents = new HashMap<>();
    private final ListChangeListener<Endpoint> offering = change -> offer();
    private final CodePane rawText = new CodePane(CodePane.Language.PLAIN, false);

    /** What a column can ask of the page. */
    record Actions(
            Consumer<String> sample,
            Runnable goOn,
            Consumer<String> start,
            Runnable code,
            Runnable close) {}

    ColumnView(
            ColumnViewModel model,
            ObservableList<Endpoint> endpoints,
            Texts texts,
            Actions actions) {
        this.model = model;
        this.endpoints = endpoints;
        this.texts = texts;
        this.actions = actions;
        this.head = new ColumnHead(texts, actions.code(), actions.close());
        getStyleClass().add("column");
        rawText.setWrapText(true);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, stopped(), body);
        endpoints.addListener(offering);
        offer();
        head.picker()
                .valueProperty()
                .subscribe(chosen -> {
                    if (chosen != null && !chosen.equals(model.endpoint().get())) {
                        model.endpoint().set(chosen);
                    }
                });
        model.endpoint()
                .subscribe(() -> {
                    refreshState();
                    refreshBody();
                });
        model.kind().subscribe(this::refreshBody);
        head.raw().subscribe(this::refreshBody);
        model.last().subscribe(done -> done.ifPresent(d -> rawText.setText(d.raw())));
        refreshState();
        refreshBody();
    }

    /** A lone column cannot be closed. */
    void closable(boolean now) {
        head.closable(now);
    }

    /** Sends the form that is in front; false where the prompt is what one sends. */
    boolean send() {
        if (body.getChildren().getFirst() instanceof FormPane form) {
            form.send();
            return true;
        }
        return false;
    }

    /** The column is gone; the endpoints stay. */
    void close() {
        endpoints.removeListener(offering);
    }

    private HBox stopped() {
        Label text = new Label(texts.get("stopped"));
        text.setWrapText(true);
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        Button start = new Button(texts.get("start"));
        start.setOnAction(event -> actions.start().accept(model.endpoint().get()));
        stopped.getChildren().addAll(text, start);
        stopped.setAlignment(Pos.CENTER_LEFT);
        stopped.getStyleClass().add("stopped");
        return stopped;
    }

    private void offer() {
        head.offer(endpoints.stream().map(e -> e.name().value()).toList());
        refreshState();
    }

    private void refreshState() {
        String name = model.endpoint().get();
        Optional<Endpoint> endpoint =
                endpoints.stream().filter(e -> e.name().value().equals(name)).findFirst();
        head.show(name, endpoint.map(Light::of));
        boolean off = endpoint.map(e -> !e.state().ready() && !e.state().updating()).orElse(false);
        stopped.setVisible(off);
        stopped.setManaged(off);
    }

    private void refreshBody() {
        body.getChildren().setAll(head.raw().get() ? rawPane() : content());
    }

    private Node rawPane() {
        if (model.last().get().isEmpty()) {
            rawText.setText(texts.get("raw.nothing"));
        }
        return rawText;
    }

    /** A conversation goes on with whatever endpoint is chosen; a form belongs to one. */
    private Node content() {
        ColumnKind kind = model.kind().get();
        return contents.computeIfAbsent(
                model.talks() ? List.of(kind) : List.of(kind, model.endpoint().get()),
                ignored -> content(kind));
    }

    private Node content(ColumnKind kind) {
        return switch (kind) {
            case ColumnKind.Chat _, ColumnKind.Completion _ ->
                    new ChatPane(model, texts, actions.sample(), actions.goOn());
            case ColumnKind.Table table ->
                    new TablePane(model, new TableViewModel(table, model.endpoint().get()), texts);
            case ColumnKind.Reading reading ->
                    new ReadingPane(
                            model,
                            new ReadingViewModel(reading.inspection(), model.endpoint().get()),
                            texts);
            case ColumnKind.Json json -> new JsonPane(model, json, texts);
        };
    }
}
