package dev.modeldeck.engine.connections;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be seen of a server at one moment.
 *
 * @param version of the server, in its own words; may be empty
 * @param facts what else it tells, in the order in which it is to be shown
 * @param figures that it measures itself; empty where it tells none
 */
public record ServerLook(
        String version,
        List<ServedModel> models,
        Set<Capability> capabilities,
        Map<String, String> facts,
        List<Figure> figures) {

    public ServerLook {
        models = List.copyOf(models);
        capabilities = Set.copyOf(capabilities);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        figures = List.copyOf(figures);
    }
}
