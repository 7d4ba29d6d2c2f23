package dev.modeldeck.app.models;

import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.storage.Database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry on a real database in a temporary folder. Its one format takes folders by what their
 * config says: {@code …chat…} is a language model, {@code …table…} a classifier, {@code …pickle…}
 * cannot be run.
 */
final class SampleRegistry implements AutoCloseable {

    static final ModelName CHAT = ModelName.parse("main.default.deck-chat");
    static final ModelName TABLE = ModelName.parse("main.iris.iris-classifier");
    static final Machine MACHINE =
            new Machine("Test", 8, 16L << 30, 9L << 30, 100L << 30, List.of());

    final Registry registry;
    private final Path folder;
    private final Database database;

    SampleRegistry(Path folder) {
        this.folder = folder;
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        this.database = Database.open(home.database());
        this.registry = Registry.open(database, home, List.of(new ByName()));
    }

    /** A few models with versions, aliases and tags. */
    SampleRegistry filled() {
        register(CHAT, "deck-chat", "Answers questions about serving.");
        register(
                CHAT,
                "deck-chat-b",
                "Trained **longer**; held-out loss `1.21`.\n\n- small\n- calm");
        registry.alias(CHAT, "champion", 1, "me");
        registry.alias(CHAT, "champion", 2, "you");
        registry.alias(CHAT, "fallback", 1, "me");
        registry.tag(CHAT, null, "team", "search", "me");
        registry.describe(CHAT, null, "# Deck chat\nAnswers a newcomer's questions.", "me");
        register(TABLE, "iris-table", "Four measures in, three kinds out.");
        registry.alias(TABLE, "champion", 1, "me");
        registry.tag(TABLE, null, "domain", "flowers", "me");
        registry.create(ModelName.parse("research.vision.empty"), "", Map.of(), "me");
        return this;
    }

    ModelVersion register(ModelName name, String source, String description) {
        return registry.register(
                new NewVersion(
                        name,
                        files(source).toString(),
                        ModelVersion.Storage.COPIED,
                        description,
                        Map.of("stage", "tested"),
                        "me"),
                Progress.none());
    }

    /** A folder of that name with some files. */
    Path files(String name) {
        try {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.write(made.resolve("model.safetensors"), new byte[2_400_000]);
            Files.writeString(made.resolve("config.json"), "{\"name\": \"" + name + "\"}");
            Files.writeString(made.resolve("tokenizer.json"), "{}");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class ByName implements ModelFormat {

        @Override
        public String id() {
            return "sample";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            String name = named(source.resolve("config.json"));
            if (name.contains("chat")) {
                return Optional.of(chat());
            }
            if (name.contains("table")) {
                return Optional.of(table());
            }
            return name.contains("pickle")
                    ? Optional.of(
                            Inspection.refused(
                                    "sample",
                                    "MLflow",
                                    "The model is pickled Python, which runs only with Python."
                                            + " Export it as TorchScript and register that."))
                    : Optional.empty();
        }

        private static String named(Path config) {
            try {
                return Files.exists(config) ? Files.readString(config) : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Inspection chat() {
            return new Inspection(
                    "huggingface",
                    "Hugging Face, safetensors",
                    Inspection.Task.CHAT,
                    "LlamaForCausalLM",
                    1_235_814_400L,
                    "bf16",
                    8192,
                    null,
                    "{\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"Hello\"}\n  ]\n}",
                    "apache-2.0",
                    "",
                    new Inspection.TextShape(16, 8, 64, 128_256),
                    null);
        }

        private static Inspection table() {
            return new Inspection(
                    "mlflow",
                    "MLflow, TorchScript",
                    Inspection.Task.TENSORS,
                    "TorchScript",
                    1_203,
                    "f32",
                    0,
                    new Signature(
                            List.of(
                                    new Signature.Column("sepal length", "double", true),
                                    new Signature.Column("sepal width", "double", false)),
                            List.of(new Signature.TensorField("", "float32", List.of(-1L, 3L))),
                            null),
                    "{\"dataframe_split\": {\"columns\": [\"sepal length\"], \"data\": [[5.1]]}}",
                    null,
                    "",
                    null,
                    null);
        }
    }
}
