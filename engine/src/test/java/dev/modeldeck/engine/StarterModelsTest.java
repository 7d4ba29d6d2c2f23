package dev.modeldeck.engine;

import static dev.modeldeck.engine.registry.format.ModelFiles.huggingFace;
import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.RegisteredModel;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.storage.SettingsStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class StarterModelsTest {

    private static final ModelName CHAT = ModelName.parse("main.starter.chat");

    @TempDir private Path folder;
    private Path resources;
    private HomeFolder home;
    private Database database;
    private Registry registry;

    @BeforeEach
    void start() {
        resources = folder.resolve("classes/dev/modeldeck/engine/starter");
        home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void they_are_unpacked_and_registered_on_the_first_start() throws IOException {
        huggingFace(resources.resolve("chat"));
        write(
                resources.resolve("chat/README.md"),
                "---\nlicense: mit\n---\n# Chat\n\nA small model\nthat chats.\n\n## More\n");
        writeIndex();

        startUp();

        RegisteredModel model = registry.get(CHAT);
        assertThat(model.description()).isEqualTo("A small model that chats.");
        assertThat(model.aliases()).containsEntry("champion", 1);
        ModelVersion version = registry.version(CHAT, 1);
        assertThat(version.location()).isEqualTo(home.starter().resolve("chat"));
        assertThat(version.entry().resolve("model.safetensors")).exists();
        registry.verify(version, Progress.none());
        try (Stream<Path> left = Files.list(home.starter())) {
            assertThat(left).containsExactly(home.starter().resolve("chat"));
        }
    }

    @Test
    void one_that_was_deleted_stays_away_but_new_ones_come() throws IOException {
        huggingFace(resources.resolve("chat"));
        writeIndex();
        startUp();
        registry.delete(CHAT, "me");

        huggingFace(resources.resolve("newer"));
        writeIndex();
        startUp();

        assertThat(registry.models().get())
                .extracting(model -> model.name().model())
                .containsExactly("newer");
    }

    @Test
    void a_broken_one_does_not_keep_the_others_away() throws IOException {
        huggingFace(resources.resolve("a-broken"));
        huggingFace(resources.resolve("chat"));
        writeIndex();
        Files.delete(resources.resolve("a-broken/config.json"));

        startUp();

        assertThat(registry.models().get())
                .extracting(model -> model.name().model())
                .containsExactly("chat");
    }

    @Test
    void without_an_index_nothing_happens() throws IOException {
        startUp();

        assertThat(registry.models().get()).isEmpty();
    }

    private void startUp() throws IOException {
        URL[] path = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            new StarterModels(registry, home, new SettingsStore(database), loader).registerOnce();
        }
    }

    private void writeIndex() throws IOException {
        try (Stream<Path> files = Files.walk(resources)) {
            String index =
                    files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString())
                            .sorted()
                            .collect(Collectors.joining("\n"));
            write(resources.resolve("index"), index + "\n");
        }
    }
}
