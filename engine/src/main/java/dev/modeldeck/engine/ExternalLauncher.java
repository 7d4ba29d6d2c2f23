package dev.modeldeck.engine;

import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.SecretBox;
import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.ServedEntity;
import dev.modeldeck.engine.endpoints.ServedEntity.Connected;
import dev.modeldeck.engine.endpoints.ServedEntity.External;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Serves models that servers elsewhere serve. They need no start: such an entity is ready as soon
 * as it is known how to reach it, and each call finds out for itself whether the server is there.
 */
final class ExternalLauncher implements EntityLauncher {

    /** Fields that hold keys, which Databricks takes as references to secrets only. */
    private static final Pattern KEYS =
            Pattern.compile(
                    ".*(_api_key|_api_token|_secret|_secret_access_key|private_key|_auth\\.(value|token))");

    /** What the keys of the secrets of endpoints begin with. */
    static final String KEPT = "endpoint-";

    private final Connections connections;
    private final SecretBox secrets;

    ExternalLauncher(Connections connections, SecretBox secrets) {
        this.connections = connections;
        this.secrets = secrets;
    }

    @Override
    public Running launch(EndpointName endpoint, ServedEntity entity) {
        External external = (External) entity.source();
        LiveValue<State> state = new LiveValue<>(new State.Starting(-1, "Opening the connection"));
        Thread opening =
                Thread.ofVirtual().name("open-" + entity.name()).start(() -> open(external, state));
        return new Remote(state, opening);
    }

    private void open(External external, LiveValue<State> state) {
        try {
            Backend backend = backend(external);
            become(state, new State.Ready(backend, 0));
            if (state.get() instanceof State.Stopped) {
                backend.close();
            }
        } catch (EngineException e) {
            become(state, new State.Failed(e.problem()));
        }
    }

    /** One that was closed meanwhile stays so. */
    private static void become(LiveValue<State> state, State next) {
        state.update(now -> now instanceof State.Stopped ? now : next);
    }

    /** Keys in the clear are put where secrets are kept, and the entity refers to them. */
    @Override
    public ServedEntity prepared(EndpointName endpoint, ServedEntity entity) {
        External external = (External) entity.source();
        Providers.check(external);
        Map<String, String> config = new TreeMap<>();
        external.connection()
                .flatMap(server -> connections.find(server.name()))
                .ifPresent(view -> config.put(External.CONNECTION_ID, view.connection().id()));
        external.config()
                .forEach((path, value) -> {
                    requireOwn(endpoint, value);
                    if (path.equals(External.CONNECTION_ID)) {
                        config.putIfAbsent(path, value);
                    } else if (path.endsWith(Providers.PLAIN)) {
                        String key = path.substring(0, path.length() - Providers.PLAIN.length());
                        config.put(key, kept(endpoint, value));
                    } else if (KEYS.matcher(path).matches()) {
                        config.put(path, kept(endpoint, value));
                    } else {
                        config.put(path, value);
                    }
                });
        return new ServedEntity(
                entity.name(),
                new External(external.name(), external.provider(), external.task(), config),
                entity.compute(),
                entity.workloadSize(),
                entity.scaleToZero(),
                entity.environment());
    }

    /** The keys of connections and of other endpoints are nobody's to send elsewhere. */
    private void requireOwn(EndpointName endpoint, String value) {
        boolean foreign =
                secrets.keyOf(value)
                        .filter(key -> !key.startsWith(KEPT + endpoint.value() + "-"))
                        .isPresent();
        if (foreign) {
            throw new EngineException(
                    new Problem.Invalid(
                            "This key belongs to a connection or to another endpoint. Give the key itself, or a secret of your own."));
        }
    }

    /** The reference to a secret; one that is a reference stays what it is. */
    private String kept(EndpointName endpoint, String value) {
        return value.isEmpty() || secrets.reference(value)
                ? value
                : secrets.keep(name(endpoint), value);
    }

    private Backend backend(External external) {
        return external.connection()
                .map(server -> connections.backend(id(server), external.name()))
                .orElseGet(() ->
                        connections.backend(
                                Providers.connection(external), Providers.model(external)));
    }

    private String id(Connected server) {
        return connections.all().get().stream()
                .map(ConnectionView::connection)
                .filter(one -> server.isAt(one.id(), one.name()))
                .findFirst()
                .map(Connection::id)
                .orElseThrow(() ->
                        EngineException.notFound(
                                "There is no connection \"%s\". Add it on the Connections page, or choose another."
                                        .formatted(server.name())));
    }

    private static String name(EndpointName endpoint) {
        return KEPT + endpoint.value() + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A model elsewhere that can be called. */
    private record Remote(LiveValue<State> state, Thread opening) implements Running {

        @Override
        public Live<List<String>> log() {
            return new LiveValue<>(
                    List.of("This model runs on a server elsewhere, which has its own log."));
        }

        @Override
        public void close() {
            opening.interrupt();
            State last = state.get();
            state.set(new State.Stopped());
            if (last instanceof State.Ready(Backend backend, long _)) {
                backend.close();
            }
        }
    }
}
