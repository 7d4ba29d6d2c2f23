package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.inference.SettingSpec;

import java.util.List;
import java.util.Map;

/**
 * Something that can be changed on a server, described as data, so that the window can offer it
 * without knowing the server. Nothing is sent before a person has seen the {@link Plan}.
 */
public interface ServerAction {

    /** Stable word, for example {@code pull}. */
    String id();

    /** As a command: "Pull a model". */
    String label();

    /** One sentence on what it does; may be empty. */
    default String help() {
        return "";
    }

    /** On what it acts. */
    Target target();

    /** Whether something is lost by it, so that a person is asked once more. */
    default boolean destructive() {
        return false;
    }

    /**
     * Whether something that can be called comes to be by it, under a name that was not there
     * before: an endpoint, a model, an adapter.
     */
    default boolean creates() {
        return false;
    }

    /** Whether it can be done with a model in that state. */
    default boolean offeredFor(ServedModel model) {
        return true;
    }

    /** What a person fills in. */
    default List<SettingSpec> settings() {
        return List.of();
    }

    /**
     * The values to begin with, as the server has them now; those not named begin with their
     * setting's default.
     *
     * @param model empty for an action on the server itself
     */
    default Map<String, String> present(Site site, String model) {
        return Map.of();
    }

    /**
     * What would be sent, and what it would change. Reads only.
     *
     * @param values by the key of their setting; an empty one was left so, or emptied: what the
     *     server has there is to go; a missing one is not spoken of
     * @throws dev.modeldeck.engine.kernel.EngineException with {@code Invalid} naming the setting
     *     at fault
     */
    Plan plan(Site site, String model, Map<String, String> values);

    /** On what an action acts. */
    enum Target {
        SERVER,
        MODEL
    }
}
