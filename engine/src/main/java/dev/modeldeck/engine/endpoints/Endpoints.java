package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Live;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints and their life. All calls are safe from any thread and return at once. */
public final class Endpoints implements AutoCloseable {

    /** All endpoints, by name; changes with every change of any of them. */
    public Live<List<Endpoint>> all() {
        throw new UnsupportedOperationException();
    }

    public Optional<Endpoint> find(EndpointName name) {
        throw new UnsupportedOperationException();
    }

    /** The endpoint, or a not-found problem. */
    public Endpoint get(EndpointName name) {
        throw new UnsupportedOperationException();
    }

    /** Stores it and begins to start its first configuration. */
    public Endpoint create(NewEndpoint endpoint) {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a new configuration beside the old and switches when all of it is ready; a conflict
     * problem while another update runs. Its version is given here.
     */
    public Endpoint update(
            EndpointName name,
            List<ServedEntity> entities,
            List<EndpointConfig.Route> routes,
            String who) {
        throw new UnsupportedOperationException();
    }

    public Endpoint cancelUpdate(EndpointName name, String who) {
        throw new UnsupportedOperationException();
    }

    public Endpoint describe(
            EndpointName name, String description, Map<String, String> tags, String who) {
        throw new UnsupportedOperationException();
    }

    public Endpoint start(EndpointName name, String who) {
        throw new UnsupportedOperationException();
    }

    public Endpoint stop(EndpointName name, String who) {
        throw new UnsupportedOperationException();
    }

    public void delete(EndpointName name, String who) {
        throw new UnsupportedOperationException();
    }

    /** Newest first; kept across restarts. */
    public List<EndpointEvent> events(EndpointName name) {
        throw new UnsupportedOperationException();
    }

    /** The last log lines of a served entity's worker, oldest first; empty while none runs. */
    public Live<List<String>> log(EndpointName name, String servedEntity) {
        throw new UnsupportedOperationException();
    }

    /** Ends all workers; endpoints that ran will run again after the next start. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
