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
import java.util.Optional;

/** A body in JSON and its answer, for models that no form fits. */
final class JsonPane extends VBox {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CodePane request = new CodePane(CodePane.Language.JSON, true);
    private final CodePane answer = CodePane.json("");
    private final Label facts = new Label();

    JsonPane(ColumnViewModel column, ColumnKind.Json kind, Texts texts) {
        getStyleClass().add("table-form");
        ComboBox<String> dialect = new ComboBox<>();
        dialect.getItems().setAll(List.of("databricks", "openinference"));
        ExampleRequest example = ExampleRequest.of(column.endpoint().get(), kind.inspection());
        dialect.setValue(example.dialect());
        dialect.setAccessibleText(texts.get("json.dialect"));
        request.setText(example.body());
        Button send = new Button(texts.get("send"), new FontIcon("fth-send"));
        send.getStyleClass().add("accent");
        send.disableProperty().bind(column.running());
        send.setOnAction(event -> column.post(dialect.getValue(), request.getText()));
        facts.getStyleClass().add("facts");
        SplitPane split = new SplitPane(request, answer);
        split.setOrientation(Orientation.VERTICAL);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(new HBox(8, send, dialect), split, facts);
        column.last().subscribe(this::answered);
    }

    private void answered(Optional<Exchange.Done> done) {
        done.ifPresent(shown -> {
            JsonNode tree = Exchange.parse(shown.outcome().body());
            answer.setText(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
            facts.setText(shown.outcome().status() + " · " + shown.facts().line());
        });
    }
}
