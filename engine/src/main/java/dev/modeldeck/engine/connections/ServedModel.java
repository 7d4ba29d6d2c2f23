package dev.modeldeck.engine.connections;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A model (on Databricks an endpoint) on a server.
 *
 * @param name by which it is called
 * @param task in the server's own words; may be empty
 * @param capabilities what it can do; empty where the server does not say
 * @param facts what else the server tells of it, in the order in which it is to be shown
 */
public record ServedModel(
        String name,
        String task,
        State state,
        Set<Capability> capabilities,
        Map<String, String> facts) {

    public ServedModel {
        capabilities = Set.copyOf(capabilities);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Whether it answers now. */
    public enum State {
        READY,
        /** The server has it, but must load it first. */
        NOT_LOADED,
        CHANGING,
        FAILED,
        STOPPED
    }
}
