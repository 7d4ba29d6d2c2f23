package dev.modeldeck.app.connections;

import dev.modeldeck.engine.RemoteImports;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.Health;
import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.ModelFormat;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.storage.Database;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Connections on a real database in a temporary folder, and made-up views of others. */
final class SampleConnections implements AutoCloseable {

    final Connections connections;
    final Box secrets = new Box();
    final RemoteImports imports;
    final Registry registry;
    private final Database database;

    SampleConnections(Path folder, FakeKind kind) {
        HomeFolder home = new HomeFolder(folder.resolve("home"));
        database = Database.open(home.database());
        connections = Connections.open(database, List.of(kind), secrets, Clock.systemUTC());
        registry = Registry.open(database, home, List.of(new AnyFolder()));
        imports = RemoteImports.open(home, connections, registry, "me");
    }

    Connection save(String name, URI address) {
        return connections.save(Connection.to(name, address, Access.open()));
    }

    /** As many as that, every second of which cannot be reached. */
    static List<ConnectionView> views(int count, Instant at) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        view(
                                "server-%03d".formatted(i),
                                i % 2 == 0 ? well(i, at) : unreachable(at)))
                .toList();
    }

    static ConnectionView view(String name, Health health) {
        Connection connection =
                Connection.to(name, URI.create("http://" + name + ":8000"), Access.open())
                        .withId("id-" + name);
        String server = health instanceof Health.Well ? "sample" : "";
        return new ConnectionView(connection, server, "", health);
    }

    static Health well(int millis, Instant at) {
        return new Health.Well(
                new ServerLook(
                        "1." + millis,
                        List.of(
                                new ServedModel(
                                        "tiny",
                                        "chat",
                                        ServedModel.State.READY,
                                        Set.of(),
                                        Map.of())),
                        Set.of(Capability.CHAT, Capability.STREAMING),
                        Map.of(),
                        List.of()),
                Duration.ofMillis(millis),
                at);
    }

    static Health unreachable(Instant since) {
        return new Health.Troubled(
                new Problem.Unavailable("Nothing listens there. Start the server."),
                since,
                null,
                since);
    }

    @Override
    public void close() {
        imports.close();
        connections.close();
        database.close();
    }

    /** Whatever has files is a model. */
    private static final class AnyFolder implements ModelFormat {

        @Override
        public String id() {
            return "any";
        }

        @Override
        public Optional<Inspection> inspect(Path source, Inspector others) {
            Inspection.Task task = Inspection.Task.CHAT;
            return Optional.of(
                    new Inspection(
                            "any", "Any", task, "", 0, "", 0, null, null, null, "", null, null));
        }
    }

    /** Keeps secrets in memory. */
    static final class Box implements SecretBox {

        final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public String resolve(String text) {
            return kept.getOrDefault(text, text);
        }

        @Override
        public String keep(String key, String value) {
            String reference = "{{secrets/modeldeck/" + key + "}}";
            kept.put(reference, value);
            return reference;
        }

        @Override
        public boolean reference(String text) {
            return text.startsWith("{{secrets/") && text.endsWith("}}");
        }

        @Override
        public void forget(String prefix, Set<String> but) {
            kept.keySet().removeIf(key -> key.contains(prefix) && !but.contains(key));
        }
    }
}
