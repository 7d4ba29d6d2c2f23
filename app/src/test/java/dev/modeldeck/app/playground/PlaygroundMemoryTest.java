package dev.modeldeck.app.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.app.fx.WindowMemory;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class PlaygroundMemoryTest {

    private static final Parameters CHOSEN =
            new Parameters(
                    "Be brief.",
                    0.2,
                    null,
                    40,
                    null,
                    64,
                    null,
                    null,
                    null,
                    7L,
                    List.of("#"),
                    false,
                    true,
                    new Shape(Shape.Format.SCHEMA, "{}", "[]"));

    @TempDir Path folder;

    private final List<PlaygroundViewModel> opened = new ArrayList<>();
    private WindowMemory memory;

    @BeforeEach
    void forget() {
        memory = new WindowMemory(folder.resolve("window.json"), never -> {});
    }

    @AfterEach
    void close() {
        opened.forEach(PlaygroundViewModel::close);
    }

    @Test
    void columns_and_parameters_come_back_as_they_were_left() {
        PlaygroundViewModel first = start("one", "two");
        first.columns().getFirst().endpoint().set("two");
        first.addColumn().endpoint().set("one");
        first.parameters().set(CHOSEN);
        PlaygroundViewModel next = start("one", "two");
        assertThat(names(next)).containsExactly("two", "one");
        assertThat(next.parameters().get()).isEqualTo(CHOSEN);
    }

    @Test
    void a_column_whose_endpoint_is_gone_does_not_come_back() {
        start("one", "two").addColumn().endpoint().set("two");
        assertThat(names(start("one"))).containsExactly("one");
    }

    @Test
    void parameters_of_an_earlier_version_want_nothing_new() {
        memory.put(
                "playground.parameters",
                "{\"system\": \"Be brief.\", \"topK\": 40, \"stop\": [\"#\"], \"stream\": true}");
        Parameters read = start("one").parameters().get();
        assertThat(read.system()).isEqualTo("Be brief.");
        assertThat(read.topK()).isEqualTo(40);
        assertThat(read.shape()).isEqualTo(Shape.free());
        assertThat(read.shorten()).isFalse();
    }

    @Test
    void what_another_version_wrote_leaves_the_usual_parameters() {
        memory.put("playground.parameters", "{\"heat\": [");
        assertThat(start("one").parameters().get()).isEqualTo(Parameters.defaults());
    }

    private PlaygroundViewModel start(String... endpoints) {
        PlaygroundViewModel model =
                new PlaygroundViewModel(
                        new Work(outcome -> {}),
                        new FakeEngine(),
                        new ConversationStore(folder.resolve("conversations")),
                        "me",
                        endpoint -> new ColumnKind.Chat());
        opened.add(model);
        PlaygroundMemory.keep(model, memory, List.of(endpoints));
        List<Endpoint> all =
                Stream.of(endpoints)
                        .map(name -> FakeEngine.endpoint(name, EndpointState.READY))
                        .toList();
        model.offer(all);
        return model;
    }

    private static List<String> names(PlaygroundViewModel model) {
        return model.columns().stream().map(column -> column.endpoint().get()).toList();
    }
}
