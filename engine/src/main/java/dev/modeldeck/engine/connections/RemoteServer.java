package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.SettingSpec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A kind of server: how it is recognised, seen, called and changed. Stateless and safe for many
 * threads; all of it blocks and is called on virtual threads, and interrupting ends the call.
 *
 * <p>A look and a recognition send nothing but reading requests.
 */
public interface RemoteServer {

    /** Time between two looks, where a kind does not say otherwise. */
    Duration EVERY = Duration.ofSeconds(10);

    /** Stable word, for example {@code ollama}. */
    String id();

    /** As a person knows it. */
    String label();

    /** On which ports of a machine it usually listens. */
    default List<Integer> ports() {
        return List.of();
    }

    /** What a connection to it can set beyond what all connections can. */
    default List<SettingSpec> settings() {
        return List.of();
    }

    /**
     * Whether this server is of that kind. Kinds are asked in their order, the most particular
     * first, and the answers to the same request are shared between them.
     *
     * @return empty for another kind of server, and where it cannot be told without a key
     */
    Optional<Recognition> recognise(Site site);

    /**
     * What is there now.
     *
     * @throws dev.modeldeck.engine.kernel.EngineException with what keeps it from being seen;
     *     {@code Unauthenticated} or {@code Forbidden} for a key that is missing or wrong
     */
    ServerLook look(Site site);

    /**
     * Time between two looks at a server that is well; longer where a look is many requests.
     *
     * @param last what was seen there
     */
    default Duration every(ServerLook last) {
        return EVERY;
    }

    /**
     * A model of the server, to be called.
     *
     * @param site stays open as long as the backend
     */
    Backend open(Site site, String model);

    /** The door at which actions are carried out, where that is another than the server's own. */
    default Site acting(Site site) {
        return site;
    }

    /** What can be changed there, in the order in which it is to be offered. */
    default List<ServerAction> actions() {
        return List.of();
    }

    /** What can be read there beyond a look, in the order in which it is to be offered. */
    default List<ServerPage> pages() {
        return List.of();
    }

    /**
     * What a page says now.
     *
     * @param page one of {@link #pages}
     * @param model empty for a page of the server itself
     */
    default ServerPage.Content read(Site site, ServerPage page, String model) {
        throw new IllegalArgumentException(page.id());
    }

    /** The registered models that it keeps; empty for a server that keeps none. */
    default Optional<RemoteRegistry> registry(Site site) {
        return Optional.empty();
    }
}
