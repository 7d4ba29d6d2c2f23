package dev.modeldeck.engine.registry.here;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.text.TextModel;
import dev.modeldeck.engine.local.text.TinyGguf;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.format.ModelFiles;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ModelsHereTest {

    @TempDir private Path folder;
    private Path user;
    private Database database;
    private Registry registry;

    @BeforeEach
    void open() throws IOException {
        user = Files.createDirectories(folder.resolve("user"));
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothing_is_found_where_nobody_keeps_models() {
        assertThat(find(Map.of())).isEmpty();
    }

    @Test
    void models_of_ollama_have_the_names_that_ollama_gives_them() throws IOException {
        Path models = user.resolve(".ollama/models");
        Path blob = ollama(models, "registry.ollama.ai/library/llama3.2/1b", "aa01");
        ollama(models, "registry.ollama.ai/someone/helper/latest", "aa02");
        ollama(models, "hf.co/org/model/Q4_K_M", "aa03");
        write(models.resolve("manifests/registry.ollama.ai/library/broken/latest"), "{");
        write(models.resolve("manifests/registry.ollama.ai/library/gone/latest"), manifest("ffff"));

        List<FoundModel> found = find(Map.of());

        assertThat(found)
                .extracting(FoundModel::name)
                .containsExactly("hf.co/org/model:Q4_K_M", "llama3.2:1b", "someone/helper:latest");
        assertThat(found).extracting(FoundModel::keeper).containsOnly("Ollama");
        assertThat(found.get(1).path()).isEqualTo(blob);
        assertThat(found.get(1).sizeBytes()).isEqualTo(Files.size(blob));
        assertThat(found.get(1).inspection().dtype()).isEqualTo("fp16");
    }

    @Test
    void ollama_may_be_told_to_keep_them_elsewhere() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        ollama(elsewhere, "registry.ollama.ai/library/qwen/latest", "bb01");

        assertThat(find(Map.of("OLLAMA_MODELS", elsewhere.toString())))
                .extracting(FoundModel::name)
                .containsExactly("qwen:latest");
    }

    @Test
    void a_variable_that_names_no_folder_keeps_no_others_from_being_found() {
        assertThat(find(Map.of("OLLAMA_MODELS", "\0", "HF_HUB_CACHE", "\0", "HF_HOME", "\0")))
                .isEmpty();
    }

    @Test
    void models_of_lm_studio_are_its_files_without_those_that_only_see() throws IOException {
        Path models = user.resolve(".lmstudio/models/publisher/repository");
        TinyGguf.chat(models.resolve("Tiny-Q8_0.gguf"), 1);
        write(models.resolve("mmproj-Tiny.gguf"), "GGUF");
        Path parts = user.resolve(".cache/lm-studio/models/publisher/large");
        TinyGguf.chat(parts.resolve("Large-00001-of-00002.gguf"), 2);
        Files.copy(
                parts.resolve("Large-00001-of-00002.gguf"),
                parts.resolve("Large-00002-of-00002.gguf"));

        List<FoundModel> found = find(Map.of());

        assertThat(found).extracting(FoundModel::name).containsExactly("Large", "Tiny-Q8_0");
        assertThat(found.getFirst().path()).as("the folder of all parts").isEqualTo(parts);
        assertThat(found).allMatch(it -> it.inspection().whyNotRunnable().isEmpty());
    }

    @Test
    void snapshots_of_hugging_face_are_current_ones_and_their_gguf_files() throws IOException {
        Path hub = user.resolve(".cache/huggingface/hub");
        ModelFiles.huggingFace(hub.resolve("models--org--tiny/snapshots/0a"));
        write(hub.resolve("models--org--tiny/snapshots/0b/config.json"), "{}");
        write(hub.resolve("models--org--tiny/refs/main"), "0a");
        TinyGguf.chat(hub.resolve("models--org--small-GGUF/snapshots/0c/small-F16.gguf"), 1);
        write(hub.resolve("models--org--pictures/snapshots/0d/config.json"), "{}");
        write(hub.resolve("datasets--org--texts/snapshots/0e/data.csv"), "a");

        List<FoundModel> found = find(Map.of());

        assertThat(found)
                .extracting(FoundModel::name)
                .as("what cannot be run comes last")
                .containsExactly("org/tiny", "small-F16", "org/pictures");
        assertThat(found.getFirst().path()).endsWith(Path.of("snapshots", "0a"));
        assertThat(found.getLast().inspection().whyNotRunnable()).isPresent();
        Files.move(hub, folder.resolve("hub"));
        assertThat(find(Map.of("HF_HOME", folder.toString()))).hasSize(3);
    }

    @Test
    void what_is_found_runs_where_it_is_without_a_copy() throws IOException {
        ollama(user.resolve(".ollama/models"), "registry.ollama.ai/library/tiny/latest", "cc01");
        FoundModel found = find(Map.of()).getFirst();

        ModelVersion version =
                registry.register(
                        new NewVersion(
                                ModelName.parse("tiny"),
                                found.path().toString(),
                                ModelVersion.Storage.REFERENCED,
                                "",
                                Map.of(),
                                "me"),
                        Progress.none());

        assertThat(version.entry()).isEqualTo(found.path());
        registry.verify(version, Progress.none());
        TextModel.Spec spec =
                new TextModel.Spec(version.entry(), "cpu", "auto", Long.MAX_VALUE, 64, 1, 1, null);
        try (Backend model = TextModel.open(spec, (_, _) -> {})) {
            Payload chat =
                    new Payload.Chat(
                            List.of(ChatMessage.user("Hi")),
                            1,
                            TextOptions.defaults().withMaxTokens(4));
            InferenceResult answer = model.answer(InferenceRequest.of(chat), ChunkListener.none());
            assertThat(((InferenceResult.Text) answer).usage().completionTokens())
                    .as("random weights may say at any token that they have finished")
                    .isBetween(0, 4);
        }
        Files.delete(found.path());
        assertThatThrownBy(() -> registry.verify(version, Progress.none()))
                .hasMessageContaining("is missing")
                .hasMessageContaining("Put the registered files back");
    }

    private List<FoundModel> find(Map<String, String> environment) {
        return new ModelsHere(registry, ModelsHere.ofUser(user, environment)).find();
    }

    /** Writes a model's blob and its manifest. */
    private static Path ollama(Path models, String tag, String digest) throws IOException {
        write(models.resolve("manifests").resolve(tag), manifest(digest));
        return TinyGguf.chat(models.resolve("blobs").resolve("sha256-" + digest), 3);
    }

    private static String manifest(String digest) {
        return """
        {"schemaVersion": 2, "layers": [
          {"mediaType": "application/vnd.ollama.image.template", "digest": "sha256:0001"},
          {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:%s"}]}
        """
                .formatted(digest);
    }
}
