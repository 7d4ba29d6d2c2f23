package dev.modeldeck.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.modeldeck.engine.endpoints.EntityLauncher.State;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Registers models and launches real workers for them. */
@Timeout(120)
abstract class WithWorkers {

    @TempDir Path folder;

    private final HttpCalls http = HttpCalls.patient();
    private Database database;
    private Registry registry;
    LocalLauncher launcher;

    @BeforeEach
    void open() {
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        registry = Registry.open(database, home, BuiltIns.formats());
        launcher = new LocalLauncher(registry, home, http, WithWorkers::cards);
    }

    @AfterEach
    void close() {
        http.close();
        database.close();
    }

    private static Map<String, String> cards(String device, Map<String, String> given) {
        if (device.equals("cpu")) {
            return given;
        }
        throw new EngineException(new Problem.Unavailable("No libraries for " + device + "."));
    }

    final ServedEntity register(Path source) {
        return register(source, ModelName.parse("main.default.m"));
    }

    final ServedEntity register(Path source, ModelName name) {
        ModelVersion version =
                registry.register(
                        new NewVersion(
                                name,
                                source.toString(),
                                ModelVersion.Storage.REFERENCED,
                                "",
                                Map.of(),
                                "test"),
                        Progress.none());
        return new ServedEntity(
                "m-1",
                name,
                version.number(),
                new ServedEntity.Compute("cpu", "auto", 0, 1, 0, null),
                "",
                false,
                Map.of());
    }

    static Payload.Chat chat(int tokens) {
        return new Payload.Chat(
                List.of(ChatMessage.user("Tell me")),
                1,
                TextOptions.defaults().withMaxTokens(tokens).withTemperature(0.0));
    }

    /** On a virtual thread, as the engine calls backends. */
    static InferenceResult ask(Backend backend, Payload payload, ChunkListener chunks)
            throws Exception {
        CompletableFuture<InferenceResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(backend.answer(InferenceRequest.of(payload), chunks));
                    } catch (EngineException e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof EngineException engine ? engine : e;
        }
    }

    static <S extends State> S await(Live<State> live, Class<S> kind) throws Exception {
        CompletableFuture<State> found = new CompletableFuture<>();
        try (var _ =
                live.subscribe(state -> {
                    if (kind.isInstance(state) || state instanceof State.Failed) {
                        found.complete(state);
                    }
                })) {
            State state = found.get(60, TimeUnit.SECONDS);
            assertThat(state).isInstanceOf(kind);
            return kind.cast(state);
        }
    }
}
