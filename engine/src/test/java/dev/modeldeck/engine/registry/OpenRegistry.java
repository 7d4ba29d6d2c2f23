package dev.modeldeck.engine.registry;

import static dev.modeldeck.engine.registry.format.ModelFiles.write;

import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.storage.Database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry on a real database, with a clock that moves on demand and a format of plain texts. */
final class OpenRegistry implements AutoCloseable {

    static final ModelName NAME = ModelName.parse("main.default.demo");
    static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

    final HomeFolder home;
    final Database database;
    final Registry registry;
    private Instant now = START;

    OpenRegistry(Path folder) {
        home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = reopen();
    }

    Registry reopen() {
        InstantSource clock = () -> now;
        return Registry.open(database, home, List.of(new TextFormat()), clock);
    }

    void passDays(int days) {
        now = now.plusSeconds(days * 86_400L);
    }

    Instant now() {
        return now;
    }

    ModelVersion register(Path source, ModelVersion.Storage storage) {
        return registry.register(request(source, storage), Progress.none());
    }

    ModelVersion register(String source) {
        return registry.register(
                new NewVersion(NAME, source, ModelVersion.Storage.COPIED, "", Map.of(), "me"),
                Progress.none());
    }

    static NewVersion request(Path source, ModelVersion.Storage storage) {
        return new NewVersion(NAME, source.toString(), storage, "first", Map.of(), "me");
    }

    /** A folder that the format of these tests knows. */
    static Path model(Path folder, String content) {
        write(folder.resolve("model.txt"), content);
        write(folder.resolve("parts/more.json"), "{}");
        return folder;
    }

    @Override
    public void close() {
        database.close();
    }

    /** Takes any folder or file with a model.txt. */
    private static final class TextFormat implements ModelFormat {
        @Override
        public String id() {
            return "text";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            boolean mine =
                    source.endsWith("model.txt") || Files.exists(source.resolve("model.txt"));
            Inspection.TextShape shape = new Inspection.TextShape(2, 2, 4, 16);
            Signature signature =
                    new Signature(
                            List.of(new Signature.Column("x", "double", true)),
                            List.of(new Signature.TensorField("", "float32", List.of(-1L, 3L))),
                            null);
            return mine
                    ? Optional.of(
                            new Inspection(
                                    "text",
                                    "Text",
                                    Inspection.Task.CHAT,
                                    "Demo",
                                    10,
                                    "f32",
                                    64,
                                    signature,
                                    "{\"x\": 1}",
                                    "mit",
                                    "",
                                    shape,
                                    null))
                    : Optional.empty();
        }
    }
}
