package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.BuiltIns;
import dev.modeldeck.engine.endpoints.EndpointCalls;
import dev.modeldeck.engine.endpoints.EndpointConfig;
import dev.modeldeck.engine.endpoints.Endpoints;
import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.NewEndpoint;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
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
import dev.modeldeck.engine.registry.Signature;
import dev.modeldeck.engine.storage.Database;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A gateway with everything real behind it but the model, which is a {@link FakeModel}: the
 * endpoints {@code chat} and {@code table}, and files of a chat model to register.
 */
final class RunningGateway implements AutoCloseable {

    final FakeModel model = new FakeModel();
    private final Map<ModelName, Backend> backends = new HashMap<>();
    final BlockingQueue<CallRecord> recorded = new LinkedBlockingQueue<>();
    final Path chatFiles;

    /** Told when files with the word "slow" are looked at, which goes on when it may. */
    final Semaphore inspecting = new Semaphore(0);

    final Semaphore mayGoOn = new Semaphore(0);
    final Registry registry;
    final Endpoints endpoints;
    final GatewayServices services;
    final Gateway gateway;
    private final Database database;
    private final EndpointCalls calls;

    RunningGateway(Path folder) {
        this(folder, new GatewayAddress("127.0.0.1", 0, ""));
    }

    RunningGateway(Path folder, GatewayAddress address) {
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, formats());
        chatFiles = files(folder.resolve("chat model"), "chat");
        register("chat", chatFiles);
        register("table", files(folder.resolve("table"), "table"));
        endpoints = Endpoints.open(database, registry::version, this::launch, Clock.systemUTC());
        calls = new EndpointCalls(endpoints, List.of(recorded::add), () -> Duration.ofMinutes(1));
        serve("chat");
        serve("table");
        services =
                new GatewayServices(
                        new DialectCalls(calls, BuiltIns.dialects()),
                        endpoints,
                        registry,
                        measures(),
                        "1.2.3");
        gateway = Gateway.start(services, address);
    }

    private List<ModelFormat> formats() {
        List<ModelFormat> formats = new ArrayList<>(List.of(new WordFormat()));
        formats.addAll(BuiltIns.formats());
        return formats;
    }

    /** One more endpoint, for a model of this folder that the backend answers for. */
    void serve(String name, Path files, Backend backend) {
        backends.put(ModelName.parse(name), backend);
        register(name, files);
        serve(name);
    }

    private static GatewayServices.Measures measures() {
        return new GatewayServices.Measures() {
            @Override
            public String all() {
                return "x{endpoint=\"chat\"} 1\nx{endpoint=\"table\"} 2\n";
            }

            @Override
            public String ofEndpoint(String endpoint) {
                return "request_count_total{endpoint_name=\"" + endpoint + "\"} 3\n";
            }
        };
    }

    URI uri(String path) {
        return ((GatewayStatus.Listening) gateway.status().get()).address().resolve(path);
    }

    @Override
    public void close() {
        gateway.close();
        calls.close();
        endpoints.close();
        database.close();
    }

    private void serve(String name) {
        endpoints.create(
                new NewEndpoint(
                        new EndpointName(name),
                        "",
                        Map.of(),
                        List.of(
                                new ServedEntity(
                                        name + "-1",
                                        ModelName.parse(name),
                                        1,
                                        ServedEntity.Compute.cpu(),
                                        "Small",
                                        false,
                                        Map.of())),
                        List.of(new EndpointConfig.Route(name + "-1", 100)),
                        "me"));
    }

    private void register(String name, Path files) {
        registry.register(
                new NewVersion(
                        ModelName.parse(name),
                        files.toString(),
                        ModelVersion.Storage.REFERENCED,
                        "",
                        Map.of(),
                        "me"),
                Progress.none());
    }

    private EntityLauncher.Running launch(EndpointName endpoint, ServedEntity entity) {
        return new EntityLauncher.Running() {
            @Override
            public Live<EntityLauncher.State> state() {
                Backend backend =
                        entity.registered()
                                .map(of -> backends.getOrDefault(of.model(), model))
                                .orElse(model);
                return new LiveValue<>(new EntityLauncher.State.Ready(backend, 1));
            }

            @Override
            public Live<List<String>> log() {
                return new LiveValue<>(List.of("loading", "ready"));
            }

            @Override
            public void close() {}
        };
    }

    static Path files(Path folder, String word) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("word.txt"), word);
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A folder with a word.txt, which says what the model is. */
    private final class WordFormat implements ModelFormat {
        @Override
        public String id() {
            return "word";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            try {
                Path file = source.resolve("word.txt");
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                String word = Files.readString(file);
                if (word.equals("slow")) {
                    inspecting.release();
                    mayGoOn.acquire();
                }
                return Optional.of(inspection(word));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw EngineException.cancelled();
            }
        }

        private Inspection inspection(String word) {
            boolean table = word.equals("table");
            Signature signature =
                    new Signature(
                            List.of(
                                    new Signature.Column("a", "double", true),
                                    new Signature.Column("b", "double", true)),
                            List.of(new Signature.Column("total", "double", true)),
                            null);
            return new Inspection(
                    "word",
                    "Word",
                    table ? Inspection.Task.TENSORS : Inspection.Task.CHAT,
                    "",
                    0,
                    "",
                    0,
                    table ? signature : null,
                    null,
                    null,
                    "",
                    null,
                    null);
        }
    }
}
