package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.FileChoice;
import dev.modeldeck.app.fx.Look;
import dev.modeldeck.app.fx.TabPreview;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.gateway.snippet.SampleGateway;
import dev.modeldeck.engine.registry.Inspection.Task;

import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Texts in the form, and what the answer says of each below it. */
class ReadingPaneTest {

    private static final String VECTORS =
            "{\"data\":[{\"embedding\":[0.8,0.1,0.3,0.5]},{\"embedding\":[0.7,0.2,0.3,0.6]},{\"embedding\":[-0.1,0.9,0,0.2]}],\"usage\":{\"prompt_tokens\":21}}";
    private static final String CLASSES =
            "{\"labels\":[\"negative\",\"neutral\",\"positive\"],\"data\":[{\"probs\":[0.02,0.08,0.9]},{\"probs\":[0.85,0.1,0.05]}],\"usage\":{\"prompt_tokens\":18}}";
    private static final String RANKS =
            "{\"results\":[{\"index\":0,\"relevance_score\":0.98},{\"index\":1,\"relevance_score\":0.02}],\"usage\":{\"prompt_tokens\":30}}";

    @TempDir Path folder;
    private final FakeEngine engine = new FakeEngine();
    private PlaygroundViewModel model;

    @AfterEach
    void close() {
        TabPreview.onFx(() -> {
            model.close();
            return true;
        });
    }

    private Parent view(Task task) {
        model =
                new PlaygroundViewModel(
                        new Work(),
                        engine,
                        new ConversationStore(folder),
                        "me",
                        endpoint -> new ColumnKind.Reading(ReadingViewModelTest.inspection(task)));
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
        model.offer(List.of(FakeEngine.endpoint("texts", EndpointState.READY)));
        return root;
    }

    @ParameterizedTest
    @CsvSource({
        "EMBEDDING, LIGHT, 6",
        "EMBEDDING, DARK, 6",
        "CLASSIFICATION, LIGHT, 6",
        "RERANKING, LIGHT, 2"
    })
    void an_answer_stands_below_its_texts(Task task, Look look, int bars) {
        engine.body =
                switch (task) {
                    case EMBEDDING -> VECTORS;
                    case CLASSIFICATION -> CLASSES;
                    default -> RANKS;
                };
        try (TabPreview preview = TabPreview.show(look, () -> view(task))) {
            Button read = preview.find("#read", Button.class);
            TabPreview.onFx(() -> {
                read.fire();
                return true;
            });
            preview.waitFor(() ->
                    preview.stage().getScene().getRoot().lookupAll(".findings .chip").size()
                            == bars);
            preview.picture("playground-reading-" + task);
            assertThat(preview.find(".facts", Label.class).getText()).contains(" tok");
            assertThat(engine.calls.getFirst().body()).contains("\"model\" : \"texts\"");
        }
    }
}
