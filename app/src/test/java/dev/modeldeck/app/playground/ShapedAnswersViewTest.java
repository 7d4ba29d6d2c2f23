package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;

import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

class ShapedAnswersViewTest {

    @TempDir Path folder;

    private final FakeEngine engine = new FakeEngine();
    private PlaygroundViewModel model;

    private Parent show() {
        model =
                new PlaygroundViewModel(
                        new Work(),
                        engine,
                        new ConversationStore(folder),
                        "me",
                        endpoint -> new ColumnKind.Chat());
        Parent root =
                new PlaygroundView(
                                model,
                                new PlaygroundView.Ways(
                                        name -> {},
                                        () -> {},
                                        new CodeDialog(() ->
                                                new SampleGateway(
                                                        URI.create("http://127.0.0.1:8765"),
                                                        false)),
                                        FileChoice.ofPlatform()))
                        .root();
        model.offer(List.of(FakeEngine.endpoint("modeldeck-chat", EndpointState.READY)));
        return root;
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void an_answer_by_a_schema_and_calls_of_tools_can_be_read(Look look) {
        Texts texts = Texts.of("playground");
        try (TabPreview preview = TabPreview.show(look, this::show)) {
            engine.answer =
                    "{\"topic\": \"endpoints\", \"mood\": \"bad\", \"priority\": 5, \"urgent\": true}";
            ask(
                    preview,
                    Shape.free()
                            .withFormat(Shape.Format.SCHEMA)
                            .withSchema(texts.get("schema.example")));
            assertThat(preview.find(".answer-check", Labeled.class).getText())
                    .isEqualTo("Valid by the schema");
            assertThat(preview.find(".json-key", Node.class)).isNotNull();
            preview.picture("playground-structured");
            engine.toolCalls =
                    "[{\"id\": \"c1\", \"type\": \"function\", \"function\": {\"name\":"
                            + " \"get_weather\", \"arguments\": \"{\\\"place\\\": \\\"Büsum\\\"}\"}}]";
            ask(preview, Shape.free().withTools(texts.get("tools.example")));
            TextField result = preview.find(".call .text-field", TextField.class);
            preview.picture("playground-calls");
            engine.answer = "It is windy in Büsum.";
            TabPreview.onFx(() -> {
                result.setText("windy, 7 °C");
                result.fireEvent(new ActionEvent());
                return true;
            });
            preview.waitFor(() -> engine.calls.size() == 3 && !model.running().get());
            assertThat(engine.calls.getLast().body()).contains("windy, 7 °C");
            assertThat(TabPreview.onFx(result::isDisabled)).isTrue();
            TabPreview.onFx(() -> {
                model.close();
                return true;
            });
        }
    }

    private void ask(TabPreview preview, Shape shape) {
        TabPreview.onFx(() -> {
            model.parameters().set(Parameters.defaults().withShape(shape));
            model.prompt().set("Nothing answers since this morning!");
            model.send();
            return true;
        });
        preview.waitFor(() -> !model.running().get());
    }
}
