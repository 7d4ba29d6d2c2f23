package dev.modeldeck.app.connections;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.connections.Change;
import dev.modeldeck.engine.connections.Plan;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.function.UnaryOperator;

/** What is going to change on a server, and exactly what is going to be sent. */
final class ReviewPane extends VBox {

    private static final double LINE = 17;
    private static final double AROUND = 28;
    private static final int LINES = 14;

    private final Texts texts = Texts.of("connections");
    private final UnaryOperator<String> shown;

    /**
     * @param shown what may be shown of a text
     */
    ReviewPane(Plan plan, UnaryOperator<String> shown) {
        this.shown = shown;
        getStyleClass().add("stack-16");
        List<Change> changes = plan.changes();
        if (!changes.isEmpty()) {
            getChildren()
                    .add(
                            part(
                                    texts.get("review.changes"),
                                    new ChangesGrid(
                                            changes,
                                            texts.get("change.before"),
                                            texts.get("change.after"),
                                            shown)));
        }
        VBox calls = new VBox();
        calls.getStyleClass().add("stack-12");
        plan.calls().forEach(call -> calls.getChildren().add(call(call)));
        String title = plan.calls().size() == 1 ? "review.call" : "review.calls";
        getChildren().add(part(texts.get(title, plan.calls().size()), calls));
    }

    private Node call(Plan.Call call) {
        Label method = new Label(call.method());
        method.getStyleClass().addAll("chip", "mono", "method");
        method.setMinWidth(Region.USE_PREF_SIZE);
        Label path = new Label(call.path());
        path.getStyleClass().add("mono");
        path.setWrapText(true);
        HBox line = new HBox(method, path);
        line.getStyleClass().add("row-8");
        VBox box = new VBox(line);
        box.getStyleClass().add("stack-8");
        JsonNode body = call.body();
        if (body != null) {
            box.getChildren().add(code(shown.apply(body.toPrettyString())));
        }
        return box;
    }

    static CodePane code(String json) {
        CodePane code = CodePane.json(json);
        double lines = Math.min(json.lines().count(), LINES);
        code.setMinHeight(lines * LINE + AROUND);
        code.setPrefHeight(lines * LINE + AROUND);
        return code;
    }

    private static VBox part(String title, Node content) {
        Label label = new Label(title);
        label.getStyleClass().add("section-title");
        VBox part = new VBox(label, content);
        part.getStyleClass().add("stack-8");
        return part;
    }
}
