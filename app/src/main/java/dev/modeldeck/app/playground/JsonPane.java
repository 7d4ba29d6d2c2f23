package dev.modeldeck.app.playground;

import dev.modeldeck.app.controls.CodePane;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.engine.gateway.snippet.ExampleRequest;

import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** A body in JSON and its answer, for models that no form fits. */
final class JsonPane extends FormPane {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CodePane request = new CodePane(CodePane.Language.JSON, true);
    private final CodePane answer = CodePane.json("");
    private final ComboBox<String> dialect = new ComboBox<>();

    JsonPane(ColumnViewModel column, ColumnKind.Json kind, Texts texts) {
        super(column, texts);
        dialect.getItems().setAll(List.of("databricks", "openinference"));
        ExampleRequest example = ExampleRequest.of(column.endpoint().get(), kind.inspection());
        dialect.setValue(example.dialect());
        dialect.setAccessibleText(texts.get("json.dialect"));
        request.setText(example.body());
        Button send = new Button(texts.get("send"), new FontIcon("fth-send"));
        send.getStyleClass().add("accent");
        send.setOnAction(event -> send());
        Label hint = new Label(texts.get("json.hint"));
        hint.getStyleClass().add("caption");
        SplitPane split = new SplitPane(request, answer);
        split.setOrientation(Orientation.VERTICAL);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(new HBox(8, send, dialect), hint, split, complaint, facts);
        listen();
    }

    @Override
    void send() {
        column.post(dialect.getValue(), request.getText());
    }

    @Override
    void show(Exchange.Done done) {
        JsonNode tree = Exchange.parse(done.outcome().body());
        answer.setText(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    }
}
