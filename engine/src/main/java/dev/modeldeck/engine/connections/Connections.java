package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.kernel.TimeLimit;
import dev.modeldeck.engine.storage.Database;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The connected servers. Safe for many threads; what asks a server blocks. */
public final class Connections implements AutoCloseable {

    /** What the keys of the secrets of connections begin with. */
    private static final String KEPT = "connection-";

    private final Map<String, Watch> watches = new ConcurrentHashMap<>();
    private final Map<String, FigureHistory> histories = new ConcurrentHashMap<>();
    private final LiveValue<List<ConnectionView>> all = new LiveValue<>(List.of());
    private final List<RemoteServer> kinds;
    private final ConnectionStore store;
    private final SecretBox secrets;
    private final Doors doors;
    private final Probe probe;
    private final Watch.Shared shared;

    private Connections(
            Database database, List<RemoteServer> kinds, SecretBox secrets, Clock clock) {
        this.kinds = List.copyOf(kinds);
        this.store = new ConnectionStore(database);
        this.secrets = secrets;
        this.doors = new Doors(secrets);
        this.probe = new Probe(doors, kinds);
        this.shared = new Watch.Shared(doors, probe, clock, TimeLimit.timers());
    }

    /** Reads the connections and begins to watch their servers. */
    public static Connections open(
            Database database, List<RemoteServer> kinds, SecretBox secrets, Clock clock) {
        Connections connections = new Connections(database, kinds, secrets, clock);
        connections.store.all().forEach(connections::watch);
        connections.publish();
        return connections;
    }

    /** All connections by name; changes with every look at any of them. */
    public Live<List<ConnectionView>> all() {
        return all;
    }

    /** The kinds of servers that are known, in the order in which they are asked. */
    public List<RemoteServer> kinds() {
        return kinds;
    }

    /** Tries a connection that need not be kept, step by step. Blocks; interrupting ends it. */
    public ProbeReport probe(Connection draft) {
        return probe(draft, _ -> {});
    }

    /**
     * As {@link #probe(Connection)}.
     *
     * @param told of each step as it is taken, on the caller's thread
     */
    public ProbeReport probe(Connection draft, Consumer<ProbeReport.Step> told) {
        return probe.run(draft, told);
    }

    /**
     * Whether a text is a reference to a secret that was kept for a connection when it was saved.
     */
    public boolean keeps(String text) {
        return secrets.reference(text) && text.contains("/" + KEPT);
    }

    /**
     * Keeps a connection, a new one where it has no id, and begins to watch its server. Secrets
     * that are not references yet are put where secrets are kept.
     *
     * @return as it is kept
     */
    public Connection save(Connection draft) {
        requireFree(draft);
        Doors.check(draft.access());
        String id =
                draft.id().isEmpty() ? UUID.randomUUID().toString().replace("-", "") : draft.id();
        Set<String> references = new HashSet<>();
        Connection kept = kept(draft.withId(id), references);
        store.save(kept);
        watch(kept);
        publish();
        // Last, as a keychain that is locked refuses, and the rest is done all the same.
        secrets.forget(prefix(id), references);
        return kept;
    }

    /** Forgets a connection and the secrets that were kept for it. */
    public void delete(String id) {
        store.delete(id);
        Watch watch = watches.remove(id);
        if (watch != null) {
            watch.close();
        }
        histories.remove(id);
        publish();
        secrets.forget(prefix(id), Set.of());
    }

    /** What a server measured itself in the last hours; nothing for one that was deleted. */
    public FigureHistory history(String id) {
        return histories.getOrDefault(id, new FigureHistory());
    }

    /** Looks at a server now. */
    public void refresh(String id) {
        required(id).now();
    }

    public Optional<ConnectionView> find(String name) {
        return all.get().stream().filter(v -> v.connection().name().equals(name)).findFirst();
    }

    /**
     * A model of a connected server, to be called. Each call goes through the connection as it is
     * then: with its new key, at its new address, and not at all once it was deleted.
     *
     * @param id of the connection
     */
    public Backend backend(String id, String model) {
        required(id);
        return new ConnectedBackend(() -> required(id), model);
    }

    /**
     * A model of a server that is not kept as a connection, whose kind is set.
     *
     * @param elsewhere its secrets may be references or values
     */
    public Backend backend(Connection elsewhere, String model) {
        Doors.Open door = doors.open(elsewhere);
        RemoteServer server =
                probe.kind(elsewhere.server())
                        .orElseThrow(() ->
                                new EngineException(
                                        new Problem.Unsupported(
                                                "There is no kind of server \"%s\"."
                                                        .formatted(elsewhere.server()))));
        return new OwnDoor(server.open(door.site(), model), door);
    }

    /** A backend that closes the door behind it. */
    private record OwnDoor(Backend backend, Doors.Open door) implements Backend {

        @Override
        public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
            return backend.answer(request, chunks);
        }

        @Override
        public void close() {
            backend.close();
            door.close();
        }
    }

    /** What can be changed on a server; empty while it is not known what it is. */
    public List<ServerAction> actions(String id) {
        return required(id).kind().map(RemoteServer::actions).orElse(List.of());
    }

    /** The values with which the form of an action begins. Asks the server; blocks. */
    public Map<String, String> present(String id, ServerAction action, String model) {
        return action.present(site(id), model);
    }

    /** What an action would send and change. Reads only; blocks. */
    public Plan plan(String id, ServerAction action, String model, Map<String, String> values) {
        return action.plan(site(id), model, values);
    }

    /** Sends what a plan says, then looks at the server anew. Blocks; interrupting ends it. */
    public ActionOutcome run(String id, Plan plan, Progress progress) {
        Watch watch = required(id);
        try {
            Site door = watch.server().acting(watch.site());
            return new PlanRun(door, plan, progress).run();
        } finally {
            watch.now();
        }
    }

    /** What can be read on a server; empty while it is not known what it is. */
    public List<ServerPage> pages(String id) {
        return required(id).kind().map(RemoteServer::pages).orElse(List.of());
    }

    /**
     * What a page says now. Asks the server; blocks.
     *
     * @param model empty for a page of the server itself
     */
    public ServerPage.Content read(String id, ServerPage page, String model) {
        Watch watch = required(id);
        return watch.server().read(watch.site(), page, model);
    }

    /** The registered models that a server keeps. Asks what kind it is where need be; blocks. */
    public Optional<RemoteRegistry> registry(String id) {
        Watch watch = required(id);
        return watch.server().registry(watch.site());
    }

    private Site site(String id) {
        return required(id).site();
    }

    /** Tries the usual ports of this machine, all at once. Blocks for some seconds at most. */
    public List<FoundServer> lookOnThisMachine() {
        List<URI> addresses =
                kinds.stream()
                        .flatMap(kind -> kind.ports().stream())
                        .distinct()
                        .map(port -> URI.create("http://127.0.0.1:" + port))
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ProbeReport>> reports = new ArrayList<>();
            for (URI address : addresses) {
                reports.add(threads.submit(() -> probe(here(address))));
            }
            List<FoundServer> found = new ArrayList<>();
            for (int i = 0; i < addresses.size(); i++) {
                FoundServer.of(addresses.get(i), reports.get(i)).ifPresent(found::add);
            }
            return found;
        }
    }

    private static Connection here(URI address) {
        Access.Patience brief = new Access.Patience(1, 3, 1);
        return Connection.to("this machine", address, Access.open().withPatience(brief));
    }

    /**
     * @param references is given all that refer to secrets of the connection
     */
    private Connection kept(Connection draft, Set<String> references) {
        String prefix = prefix(draft.id());
        UnaryOperator<String> keep =
                text -> {
                    String key = prefix + UUID.randomUUID().toString().substring(0, 8);
                    String reference = secrets.reference(text) ? text : secrets.keep(key, text);
                    references.add(reference);
                    return reference;
                };
        Map<String, String> settings = new HashMap<>(draft.settings());
        secretSettings()
                .forEach(key ->
                        settings.computeIfPresent(
                                key, (_, text) -> text.isEmpty() ? text : keep.apply(text)));
        return draft.withAccess(draft.access().withSecrets(keep)).withSettings(settings);
    }

    /** Keys of the settings of any kind of server that are secrets. */
    private List<String> secretSettings() {
        return kinds.stream()
                .flatMap(kind -> kind.settings().stream())
                .filter(setting -> setting.kind() instanceof SettingSpec.Kind.Secret)
                .map(SettingSpec::key)
                .toList();
    }

    private static String prefix(String id) {
        return KEPT + id + "-";
    }

    private void requireFree(Connection draft) {
        Optional<ConnectionView> other =
                find(draft.name()).filter(v -> !v.connection().id().equals(draft.id()));
        if (other.isPresent()) {
            throw new EngineException(
                    new Problem.AlreadyExists(
                            "There is a connection \"%s\" already. Choose another name."
                                    .formatted(draft.name())));
        }
    }

    private Watch required(String id) {
        Watch watch = watches.get(id);
        if (watch == null) {
            throw EngineException.notFound("This connection was deleted.");
        }
        return watch;
    }

    private void watch(Connection connection) {
        String id = connection.id();
        Watch old = watches.get(id);
        boolean same = old != null && old.connection().address().equals(connection.address());
        FigureHistory history =
                histories.compute(
                        id, (_, kept) -> same && kept != null ? kept : new FigureHistory());
        Watch fresh = new Watch(connection, shared, view -> looked(view, history));
        watches.put(id, fresh);
        if (old != null) {
            old.close();
        }
        fresh.start();
    }

    private void looked(ConnectionView view, FigureHistory history) {
        if (view.health() instanceof Health.Well(ServerLook look, Duration _, Instant at)) {
            history.add(at, look.figures());
        }
        publish();
    }

    private void publish() {
        all.update(_ ->
                watches.values().stream()
                        .map(Watch::view)
                        .sorted(
                                Comparator.comparing(
                                        view -> view.connection().name(),
                                        String.CASE_INSENSITIVE_ORDER))
                        .toList());
    }

    @Override
    public void close() {
        watches.values().forEach(Watch::close);
        watches.values().forEach(Watch::awaitEnd);
        shared.timers().shutdownNow();
    }
}
