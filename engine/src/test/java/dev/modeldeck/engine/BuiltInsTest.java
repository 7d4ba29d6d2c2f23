package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.LocalModels;
import dev.modeldeck.engine.local.text.TinyModels;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.format.ModelFiles;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What ships, together: the formats accept what the local engine then runs. */
class BuiltInsTest {

    @TempDir private Path folder;
    private HomeFolder home;
    private Database database;
    private Registry registry;

    @BeforeEach
    void start() {
        home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void the_starter_models_that_ship_can_all_be_registered() {
        new StarterModels(registry, home, new SettingsStore(database), getClass().getClassLoader())
                .registerOnce();

        RegisteredModel classifier =
                registry.get(ModelName.parse("main.starter.latency-classifier"));
        Inspection inspection = classifier.latest().orElseThrow().inspection();
        assertThat(inspection.task()).isEqualTo(Inspection.Task.TENSORS);
        assertThat(inspection.signature()).isNotNull();
        assertThat(inspection.inputExample()).isNotNull();
        assertThat(registry.models().get())
                .allSatisfy(model -> {
                    assertThat(model.aliases()).containsEntry("champion", 1);
                    assertThat(model.description()).isNotBlank();
                });
    }

    @Test
    void kinds_of_servers_tell_by_which_actions_something_to_call_comes_to_be() {
        List<String> creating = new ArrayList<>();
        for (RemoteServer kind : BuiltIns.servers()) {
            for (ServerAction action : kind.actions()) {
                if (action.creates()) {
                    creating.add(kind.id() + " " + action.id());
                    assertThat(action.destructive()).as(kind.id() + action.id()).isFalse();
                }
            }
        }
        assertThat(creating)
                .contains(
                        "databricks create",
                        "ollama pull",
                        "ollama create",
                        "ollama copy",
                        "torchserve register",
                        "djl-serving register",
                        "vllm load_adapter")
                .doesNotContain("lmstudio load", "triton load");
    }

    @Test
    void a_chat_model_in_mlflows_layout_answers() throws IOException {
        Path source = folder.resolve("chat");
        TinyModels.llama(Files.createDirectories(source.resolve("model")), 5);
        Path tokenizer = Files.createDirectories(source.resolve("components/tokenizer"));
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.move(source.resolve("model").resolve(name), tokenizer.resolve(name));
        }
        ModelFiles.write(
                source.resolve("MLmodel"),
                "flavors: {transformers: {model_binary: model, task: text-generation}}");

        ModelVersion version =
                registry.register(
                        new NewVersion(
                                ModelName.parse("chat"),
                                source.toString(),
                                ModelVersion.Storage.COPIED,
                                "",
                                Map.of(),
                                "me"),
                        Progress.none());

        assertThat(version.inspection().task()).isEqualTo(Inspection.Task.CHAT);
        assertThat(version.inspection().contextLength()).isEqualTo(TinyModels.CONTEXT);
        try (Backend backend = LocalModels.open(spec(version), (fraction, what) -> {})) {
            Payload chat =
                    new Payload.Chat(List.of(ChatMessage.user("Hello")), 1, TextOptions.defaults());
            InferenceResult answer =
                    backend.answer(InferenceRequest.of(chat), ChunkListener.none());
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            InferenceResult.Text.class,
                            text -> assertThat(text.choices().getFirst().text()).isNotBlank());
        }
    }

    private static LocalModelSpec spec(ModelVersion version) {
        return new LocalModelSpec(
                version.entry(),
                LocalModelSpec.Kind.TEXT,
                "cpu",
                "auto",
                64,
                1,
                1,
                null,
                List.of(),
                List.of());
    }
}
