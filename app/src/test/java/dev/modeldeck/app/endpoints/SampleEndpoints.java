package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.Machine;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.endpoints.Endpoint;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.EndpointState;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.SchemeQuality;
import dev.modeldeck.engine.storage.Database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** A registry with a chat model in two versions and a classifier; workers that never load. */
final class SampleEndpoints implements AutoCloseable {

    static final ModelName CHAT = ModelName.parse("main.default.deck-chat");
    static final ModelName CLASSIFIER = ModelName.parse("main.default.classifier");
    static final ModelName READER = ModelName.parse("main.default.reader");
    static final ModelName SMALL = ModelName.parse("main.default.small");
    static final Machine.Compute CPU =
            new Machine.Compute("cpu", "CPU, 8 cores", 16L << 30, 4L << 30, true);
    static final Machine.Compute CARD =
            new Machine.Compute("cuda:0", "A card", 80L << 30, 70L << 30, true);
    static final Machine MACHINE =
            new Machine("Test", 8, 16L << 30, 4L << 30, 100L << 30, List.of(CPU, CARD));

    /** Memory of 50 GB/s; version 2 of the chat was measured in int8. */
    static final MachineFacts FACTS =
            new MachineFacts(
                    MACHINE,
                    () -> OptionalDouble.of(5e10),
                    version -> version.number() == 2 ? List.of(measured()) : List.of());

    final Registry registry;
    final Endpoints endpoints;
    private final Database database;

    SampleEndpoints(Path folder) throws IOException {
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, List.of(new OneFile()));
        register(folder, CHAT, "chat-1");
        register(folder, CHAT, "chat-2");
        registry.alias(CHAT, "champion", 1, "me");
        register(folder, CLASSIFIER, "table-1");
        register(folder, READER, "reader-1");
        register(folder, SMALL, "small-1");
        endpoints =
                Endpoints.open(
                        database,
                        registry::version,
                        (name, entity) -> new Waiting(),
                        Clock.systemUTC());
    }

    private static QualityReport measured() {
        return new QualityReport(
                "a hash",
                1482,
                1482,
                Instant.EPOCH,
                List.of(
                        new SchemeQuality.Measured("f32", 11.2, 0, 0, 1, 4_000_000_000L),
                        new SchemeQuality.Measured(
                                "int8", 11.3, 0.0067, 0.051, 0.97, 1_100_000_000L)));
    }

    /** An endpoint in that state, made up; a classifier where nothing is said. */
    static Endpoint endpoint(String name, EndpointState state, ServedEntity... entities) {
        List<ServedEntity> served =
                entities.length == 0 ? List.of(entity("one", CLASSIFIER, 1)) : List.of(entities);
        EndpointConfig config =
                new EndpointConfig(
                        1,
                        served,
                        served.stream()
                                .map(e -> new EndpointConfig.Route(e.name(), 100 / served.size()))
                                .toList());
        return new Endpoint(
                name,
                new EndpointName(name),
                "me",
                "",
                Map.of(),
                Instant.EPOCH,
                Instant.now(),
                state,
                config,
                null,
                null,
                List.of());
    }

    static ServedEntity entity(String name, ModelName model, int version) {
        return new ServedEntity(
                name, model, version, ServedEntity.Compute.cpu(), "Small", false, Map.of());
    }

    /** A model of a connected server. */
    static ServedEntity external(String model, String connection) {
        return new ServedEntity(
                model,
                ServedEntity.External.connected(model, "llm/v1/chat", connection),
                ServedEntity.Compute.cpu(),
                "Small",
                false,
                Map.of());
    }

    private void register(Path folder, ModelName name, String source) throws IOException {
        Path made = Files.createDirectories(folder.resolve(source));
        Files.writeString(made.resolve("kind"), source);
        registry.register(
                new NewVersion(
                        name, made.toString(), ModelVersion.Storage.COPIED, "", Map.of(), "me"),
                Progress.none());
    }

    @Override
    public void close() {
        endpoints.close();
        database.close();
    }

    private static final class Waiting implements EntityLauncher.Running {

        @Override
        public Live<EntityLauncher.State> state() {
            return new LiveValue<>(new EntityLauncher.State.Starting(0.4, "Loading weights"));
        }

        @Override
        public Live<List<String>> log() {
            return new LiveValue<>(List.of());
        }

        @Override
        public void close() {}
    }

    /** Tells by the word in one file what a folder holds. */
    private static final class OneFile implements ModelFormat {

        @Override
        public String id() {
            return "sample";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            try {
                String kind = Files.readString(source.resolve("kind"));
                if (kind.startsWith("reader")) {
                    return Optional.of(reader());
                }
                boolean small = kind.startsWith("small");
                boolean chat = small || kind.startsWith("chat");
                return Optional.of(
                        new Inspection(
                                "sample",
                                "Sample",
                                chat ? Inspection.Task.CHAT : Inspection.Task.TENSORS,
                                "",
                                small ? 100_000_000L : chat ? 1_000_000_000L : 800,
                                chat ? "bf16" : "f32",
                                chat ? 4096 : 0,
                                null,
                                null,
                                null,
                                "",
                                chat ? new Inspection.TextShape(16, 8, 64, 128_256) : null,
                                null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Inspection reader() {
            return new Inspection(
                    "sample",
                    "Sample",
                    Inspection.Task.EMBEDDING,
                    "",
                    22_713_216,
                    "f32",
                    256,
                    null,
                    null,
                    null,
                    "",
                    null,
                    new Inspection.Encoder(
                            6, 384, 1536, 384, "mean of all tokens", true, List.of(), List.of()),
                    null);
        }
    }

    /** A connected server with two models. */
    static List<ConnectionView> servers() {
        ServerLook look =
                new ServerLook(
                        "0.11.0",
                        List.of(
                                served("Qwen/Qwen3-8B", Capability.CHAT),
                                served("bge-m3", Capability.EMBEDDING)),
                        Set.of(),
                        Map.of(),
                        List.of());
        Connection connection =
                Connection.to("GPU host", Connection.address("gpu-1:8000"), Access.open());
        return List.of(
                new ConnectionView(
                        connection,
                        "vllm",
                        "",
                        new Health.Well(look, Duration.ofMillis(9), Instant.EPOCH)));
    }

    private static ServedModel served(String name, Capability can) {
        return new ServedModel(name, "", ServedModel.State.READY, Set.of(can), Map.of());
    }
}
