package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.storage.Database;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The endpoints and their life. All calls are safe from any thread and return at once. */
public final class Endpoints implements AutoCloseable {

    private static final String RESERVED_PREFIX = "databricks-";

    private final ConcurrentSkipListMap<String, EndpointLife> lives = new ConcurrentSkipListMap<>();
    private final LiveValue<List<Endpoint>> all = new LiveValue<>(List.of());
    private final EndpointStore store;
    private final EntityStarts starts;
    private final LifeServices services;

    private Endpoints(Database database, Versions versions, EntityLauncher launcher, Clock clock) {
        this.store = new EndpointStore(database);
        this.starts = new EntityStarts(versions, launcher);
        this.services = new LifeServices(store, starts, clock, this::publish);
    }

    /** Reads the endpoints and starts again those that ran. */
    public static Endpoints open(
            Database database, Versions versions, EntityLauncher launcher, Clock clock) {
        Endpoints endpoints = new Endpoints(database, versions, launcher, clock);
        for (StoredEndpoint stored : endpoints.store.all()) {
            endpoints.lives.put(
                    stored.name().value(), new EndpointLife(stored, endpoints.services));
        }
        endpoints.lives.values().forEach(EndpointLife::resume);
        endpoints.publish();
        return endpoints;
    }

    /** All endpoints, by name; changes with every change of any of them. */
    public Live<List<Endpoint>> all() {
        return all;
    }

    public Optional<Endpoint> find(EndpointName name) {
        return Optional.ofNullable(lives.get(name.value())).map(life -> life.view().endpoint());
    }

    /** The endpoint, or a not-found problem. */
    public Endpoint get(EndpointName name) {
        return life(name.value()).view().endpoint();
    }

    /** Stores it and begins to start its first configuration. */
    public Endpoint create(NewEndpoint wanted) {
        EndpointName name = wanted.name();
        if (name.value().startsWith(RESERVED_PREFIX)) {
            throw new EngineException(
                    new Problem.Invalid(
                            "Names that begin with \"databricks-\" are reserved. Choose another name.",
                            "name"));
        }
        List<ServedEntity> entities = prepared(name, wanted.entities());
        EndpointConfig first = new EndpointConfig(1, entities, routes(entities, wanted.routes()));
        StoredEndpoint kept =
                new StoredEndpoint(
                        UUID.randomUUID().toString().replace("-", ""),
                        name,
                        wanted.who(),
                        wanted.description(),
                        wanted.tags(),
                        services.now(),
                        services.now(),
                        true,
                        1,
                        null,
                        first,
                        null);
        EndpointLife life = new EndpointLife(kept, services);
        if (lives.putIfAbsent(name.value(), life) != null) {
            throw new EngineException(
                    new Problem.AlreadyExists(
                            "There is an endpoint \"%s\" already. Update it, or choose another name."
                                    .formatted(name)));
        }
        boolean stored = false;
        try {
            Endpoint created = life.create(wanted.who());
            stored = true;
            return created;
        } finally {
            if (!stored) {
                lives.remove(name.value(), life);
            }
        }
    }

    /**
     * Starts a new configuration beside the old and switches when all of it is ready; a conflict
     * problem while another update runs. Its version is given here. A stopped endpoint stays
     * stopped and takes the configuration at its next start.
     */
    public Endpoint update(
            EndpointName name,
            List<ServedEntity> entities,
            List<EndpointConfig.Route> routes,
            String who) {
        EndpointLife life = life(name.value());
        return life.update(prepared(name, entities), routes(entities, routes), who);
    }

    /** Ends what is being started; what served goes on. A conflict problem where nothing starts. */
    public Endpoint cancelUpdate(EndpointName name, String who) {
        return life(name.value()).cancelUpdate(who);
    }

    public Endpoint describe(
            EndpointName name, String description, Map<String, String> tags, String who) {
        return life(name.value()).describe(description, tags);
    }

    /**
     * Replaces the tags by what the change makes of them; two at once do not lose one another.
     *
     * @param change is given a map of its own; called under a lock, so it must not wait
     */
    public Endpoint tag(EndpointName name, UnaryOperator<Map<String, String>> change, String who) {
        return life(name.value()).tag(change);
    }

    /** Starts a stopped endpoint, or tries again where the last start failed; else does nothing. */
    public Endpoint start(EndpointName name, String who) {
        return life(name.value()).start(who);
    }

    /** Ends its workers; an update that runs is dropped. */
    public Endpoint stop(EndpointName name, String who) {
        return life(name.value()).stop(who);
    }

    public void delete(EndpointName name, String who) {
        EndpointLife life = life(name.value());
        life.delete();
        lives.remove(name.value(), life);
        publish();
    }

    /** Newest first; kept across restarts. */
    public List<EndpointEvent> events(EndpointName name) {
        return store.events(get(name).id());
    }

    /** The last log lines of a served entity's worker, oldest first; empty while none runs. */
    public Live<List<String>> log(EndpointName name, String servedEntity) {
        return life(name.value()).log(servedEntity).orElseGet(EndpointLife::noLog);
    }

    /** Ends all workers; endpoints that ran will run again after the next start. */
    @Override
    public void close() {
        lives.values().forEach(EndpointLife::end);
        services.close();
    }

    /** Where the calls go, for a name as a caller wrote it. */
    Routing routing(String endpoint) {
        return life(endpoint).view().routing();
    }

    private EndpointLife life(String name) {
        EndpointLife life = lives.get(name);
        if (life != null) {
            return life;
        }
        String known = String.join(", ", lives.keySet());
        throw EngineException.notFound(
                "There is no endpoint \"%s\". %s"
                        .formatted(
                                name.length() > 63 ? name.substring(0, 60) + "…" : name,
                                known.isEmpty()
                                        ? "There are no endpoints yet: create one."
                                        : "There are: " + known + "."));
    }

    private List<ServedEntity> prepared(EndpointName name, List<ServedEntity> entities) {
        return entities.stream().map(entity -> starts.prepared(name, entity)).toList();
    }

    private static List<EndpointConfig.Route> routes(
            List<ServedEntity> entities, List<EndpointConfig.Route> routes) {
        return routes.isEmpty() && !entities.isEmpty()
                ? List.of(new EndpointConfig.Route(entities.getFirst().name(), 100))
                : routes;
    }

    private void publish() {
        all.update(ignored -> lives.values().stream().map(life -> life.view().endpoint()).toList());
    }
}
