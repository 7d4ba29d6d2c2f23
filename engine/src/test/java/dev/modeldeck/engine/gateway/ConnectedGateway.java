package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.ActionOutcome;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.NoSecrets;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.inference.ChatMessage;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.Payload;
import dev.modeldeck.engine.inference.TextOptions;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.storage.Database;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Our own gateway as a server to which we are connected. */
abstract class ConnectedGateway {

    @TempDir private Path folder;
    RunningGateway running;
    private Database database;
    Connections connections;
    String id;

    abstract List<RemoteServer> kinds();

    /** Of the address that a person gave. */
    abstract String path();

    @BeforeEach
    void connect() {
        running = new RunningGateway(folder.resolve("there"));
        database = Database.open(folder.resolve("here.db"));
        connections = Connections.open(database, kinds(), new NoSecrets(), Clock.systemUTC());
        id = connections.save(Connection.to("gateway", running.uri(path()), Access.open())).id();
    }

    @AfterEach
    void stop() {
        connections.close();
        database.close();
        running.close();
    }

    ActionOutcome run(String action, String model, Map<String, String> values) {
        return connections.run(
                id, connections.plan(id, action(action), model, values), Progress.none());
    }

    ServerAction action(String name) {
        return connections.actions(id).stream()
                .filter(action -> action.id().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void ready(String name) throws Exception {
        seen(all -> is(all, name, ServedModel.State.READY));
    }

    static boolean is(ServerLook look, String name, ServedModel.State state) {
        return look.models().stream()
                .anyMatch(model ->
                        model.name().equals(name)
                                && model.state() == state
                                && !model.facts().containsKey("Update"));
    }

    /** What is seen once it is as wanted. */
    ServerLook seen(Predicate<ServerLook> wanted) throws Exception {
        CompletableFuture<ServerLook> seen = new CompletableFuture<>();
        var watch =
                connections
                        .all()
                        .subscribe(all -> {
                            if (all.getFirst().health() instanceof Health.Well well) {
                                if (wanted.test(well.look())) {
                                    seen.complete(well.look());
                                } else {
                                    connections.refresh(id);
                                }
                            }
                        });
        connections.refresh(id);
        ServerLook look = seen.get(30, TimeUnit.SECONDS);
        watch.close();
        return look;
    }

    static InferenceRequest chat(String text) {
        return InferenceRequest.of(
                new Payload.Chat(List.of(ChatMessage.user(text)), 1, TextOptions.defaults()));
    }
}
