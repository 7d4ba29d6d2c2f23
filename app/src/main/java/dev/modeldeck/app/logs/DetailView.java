package dev.modeldeck.app.logs;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.controls.CopyButton;
import dev.modeldeck.app.controls.Formats;
import dev.modeldeck.app.controls.KeyValueGrid;
import dev.modeldeck.app.controls.ServerSays;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.DialectCalls;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.LoggedCall;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import java.util.function.Consumer;

/** One call: what was asked, what was answered, how long it took; send it again, take it along. */
final class DetailView extends VBox {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final DetailViewModel model;
    private final Texts texts;
    private final Label title = new Label();
    private final KeyValueGrid facts = new KeyValueGrid();
    private final Label problem = new Label();
    private final Label replayed = new Label();
    private final CodePane request = CodePane.json("");
    private final CodePane answer = CodePane.json("");
    private final Label note = new Label();

    DetailView(DetailViewModel model, Texts texts, Consumer<Problem> failed, Runnable close) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("log-detail");
        title.getStyleClass().add("section-title");
        problem.getStyleClass().add("problem");
        replayed.getStyleClass().add("replayed");
        note.getStyleClass().add("caption");
        for (Label label : new Label[] {problem, replayed, note}) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
            label.managedProperty().bind(label.textProperty().isNotEmpty());
            label.visibleProperty().bind(label.managedProperty());
        }
        request.setWrapText(true);
        answer.setWrapText(true);
        VBox.setVgrow(request, Priority.ALWAYS);
        VBox.setVgrow(answer, Priority.ALWAYS);
        getChildren()
                .addAll(
                        head(close),
                        facts,
                        problem,
                        actions(failed),
                        replayed,
                        heading(texts.get("detail.request")),
                        request,
                        heading(texts.get("detail.answer")),
                        answer,
                        note);
        model.detail().subscribe(shown -> shown.ifPresent(this::show));
    }

    private HBox head(Runnable close) {
        Button cross = new Button(null, new FontIcon("fth-x"));
        cross.getStyleClass().addAll("flat", "button-icon");
        cross.setAccessibleText(texts.get("detail.close"));
        cross.setOnAction(event -> close.run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, cross);
        head.getStyleClass().add("row-8");
        return head;
    }

    private HBox actions(Consumer<Problem> failed) {
        Button replay = new Button(texts.get("detail.replay"), new FontIcon("fth-repeat"));
        replay.setId("replay");
        replay.disableProperty()
                .bind(model.detail().map(d -> !d.map(CallDetail::replayable).orElse(false)));
        replay.textProperty()
                .bind(
                        model.replaying()
                                .map(now -> texts.get(now ? "detail.stop" : "detail.replay")));
        replay.setOnAction(event -> {
            if (model.replaying().get()) {
                model.stopReplay();
            } else {
                model.replay(this::replayed, failed);
            }
        });
        CopyButton curl =
                new CopyButton(
                        texts.get("detail.curl"), "fth-terminal", () -> model.curl().orElse(""));
        curl.disableProperty()
                .bind(
                        model.detail()
                                .map(d -> d.map(c -> c.bodies().request() == null).orElse(true)));
        HBox row = new HBox(replay, curl);
        row.getStyleClass().add("row-8");
        return row;
    }

    private static Node heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("field-label");
        return label;
    }

    private void replayed(DialectCalls.Outcome outcome) {
        replayed.setText(
                texts.get(
                        "detail.replayed",
                        Integer.toString(outcome.status()),
                        Formats.millis(outcome.latencyMillis())));
    }

    private void show(CallDetail shown) {
        LoggedCall call = shown.call();
        title.setText(call.endpoint() + " · " + call.status());
        problem.setText(call.problem() == null ? "" : call.problem());
        replayed.setText("");
        note.setText(shown.bodies().note());
        facts.clear();
        facts.add(texts.get("column.time"), Formats.moment(call.at()));
        facts.add(
                texts.get("detail.entity"),
                call.servedEntity().isEmpty() ? "–" : call.servedEntity());
        facts.add(texts.get("detail.door"), call.door() + ", " + call.dialect());
        facts.add(texts.get("detail.times"), times(call));
        JsonNode told = json(shown.bodies().answer());
        String server = ServerSays.of(told);
        if (!server.isEmpty()) {
            facts.add(texts.get("detail.server"), server);
        }
        LogRow row = LogRow.of(call);
        if (!row.tokens().isEmpty()) {
            facts.add(
                    texts.get("detail.tokens"),
                    (call.measures().estimated() ? "≈ " : "") + tokens(row));
        }
        String pace = pace(call.measures());
        if (!pace.isEmpty()) {
            facts.add(texts.get("detail.pace"), pace);
        }
        String wire = wire(call.measures());
        if (!wire.isEmpty()) {
            facts.add(texts.get("detail.wire"), wire);
        }
        if (call.measures().connectMillis() > 0) {
            facts.add(texts.get("detail.connect"), Formats.millis(call.measures().connectMillis()));
        }
        facts.add(texts.get("detail.requestId"), call.requestId());
        request.setText(pretty(json(shown.bodies().request()), shown.bodies().request()));
        answer.setText(pretty(told, shown.bodies().answer()));
    }

    private String pace(LoggedCall.Measures measures) {
        return Double.isNaN(measures.interTokenMillis())
                ? ""
                : texts.get(
                        "detail.pace.figures",
                        Formats.millis(measures.interTokenMillis()),
                        Formats.millis(measures.longestGapMillis()));
    }

    /** To the server and back; of a call that reached none there is nothing to tell. */
    private String wire(LoggedCall.Measures measures) {
        if (measures.bytesReceived() == 0) {
            return "";
        }
        return texts.get(
                "detail.wire.bytes",
                Formats.bytes(measures.bytesSent()),
                Formats.bytes(measures.bytesReceived()));
    }

    private String tokens(LogRow row) {
        return row.speed().isEmpty()
                ? row.tokens()
                : row.tokens() + ", " + texts.get("detail.speed", row.speed());
    }

    private String times(LoggedCall call) {
        StringBuilder text = new StringBuilder(Formats.millis(call.latencyMillis()));
        if (!Double.isNaN(call.timeToFirstTokenMillis())) {
            text.append(", ")
                    .append(
                            texts.get(
                                    "detail.firstToken",
                                    Formats.millis(call.timeToFirstTokenMillis())));
        }
        if (call.queuedMillis() >= 1) {
            text.append(", ")
                    .append(texts.get("detail.queued", Formats.millis(call.queuedMillis())));
        }
        return text.toString();
    }

    /** Indented where it is JSON, as it stands where not. */
    private static String pretty(JsonNode json, @Nullable String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        return json.isMissingNode() ? body : PRETTY.writeValueAsString(json);
    }

    private static JsonNode json(@Nullable String body) {
        try {
            return PRETTY.readTree(body == null ? "" : body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
