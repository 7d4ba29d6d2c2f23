package dev.modeldeck.app.endpoints;

import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.kernel.Problem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Connected servers, made up: with {@code model-1 …}, every third of which is not loaded. */
final class ServerViews {
    private ServerViews() {}

    static ConnectionView ollama(String name, int models) {
        return view(name, "ollama", well(name, models, "chat"));
    }

    static ConnectionView databricks(String name, int models) {
        return view(name, "databricks", well(name, models, "llm/v1/chat"));
    }

    /** One that nobody could tell what it is, and that cannot be reached any more. */
    static ConnectionView gone(String name, int models) {
        Problem problem = new Problem.Unavailable("Nothing listens there. Start the server.");
        ServerLook last = look(name, models, "");
        return view(name, "", new Health.Troubled(problem, Instant.EPOCH, last, Instant.now()));
    }

    private static ConnectionView view(String name, String server, Health health) {
        Connection connection =
                Connection.to(name, Connection.address("host:8000"), Access.open())
                        .withId("id-" + name);
        return new ConnectionView(connection, server, "", health);
    }

    private static Health well(String name, int models, String task) {
        return new Health.Well(look(name, models, task), Duration.ofMillis(9), Instant.now());
    }

    private static ServerLook look(String name, int models, String task) {
        List<ServedModel> served =
                IntStream.rangeClosed(1, models)
                        .mapToObj(i ->
                                new ServedModel(
                                        "model-" + i,
                                        task,
                                        i % 3 == 0
                                                ? ServedModel.State.NOT_LOADED
                                                : ServedModel.State.READY,
                                        Set.of(),
                                        Map.of("Of", name)))
                        .toList();
        return new ServerLook("1.0", served, Set.of(), Map.of(), List.of());
    }
}
