package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Figure;
import dev.modeldeck.engine.connections.Reply;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.remote.Together;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be seen of a workspace. Its list lacks the traffic and the figures, which each
 * endpoint has to be asked for: that is done for the few that changed last.
 */
final class WorkspaceLook {

    /** Endpoints that are asked one by one at each look. */
    static final int MOST = 20;

    private final Workspace workspace;

    WorkspaceLook(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What is told of one endpoint beyond the list. */
    private record Told(JsonNode detail, List<Figure> figures) {}

    ServerLook look() {
        List<EndpointReading> all =
                workspace.endpoints().stream().map(EndpointReading::new).toList();
        List<EndpointReading> asked =
                all.stream()
                        .filter(endpoint -> !endpoint.foundation())
                        .sorted(Comparator.comparing(EndpointReading::updated).reversed())
                        .limit(MOST)
                        .toList();
        List<Told> told = Together.each(asked, this::ask);
        Map<String, JsonNode> details = new HashMap<>();
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            details.put(asked.get(i).name(), told.get(i).detail());
            figures.addAll(told.get(i).figures());
        }
        boolean switchable =
                !asked.isEmpty() && SwitchEndpoint.there(workspace, asked.getFirst().name());
        List<ServedModel> models =
                all.stream()
                        .map(one ->
                                new EndpointReading(details.getOrDefault(one.name(), one.json())))
                        .map(endpoint -> endpoint.model(switchable))
                        .toList();
        return new ServerLook("", models, capabilities(models), facts(all, asked), figures);
    }

    private Told ask(EndpointReading listed) {
        String path = Workspace.endpointPath(listed.name());
        JsonNode detail = workspace.site().get(path).found();
        if (!listed.ready()) {
            return new Told(detail.isObject() ? detail : listed.json(), List.of());
        }
        Reply metrics = workspace.site().get(path + "/metrics");
        return new Told(
                detail.isObject() ? detail : listed.json(),
                metrics.ok() ? ExportedFigures.of(listed.name(), metrics.body()) : List.of());
    }

    private static Set<Capability> capabilities(List<ServedModel> models) {
        Set<Capability> all =
                EnumSet.of(Capability.MANAGING, Capability.METRICS, Capability.REGISTRY);
        models.forEach(model -> all.addAll(model.capabilities()));
        return all;
    }

    private static Map<String, String> facts(
            List<EndpointReading> all, List<EndpointReading> asked) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (asked.size() < all.size()) {
            facts.put(
                    "Traffic and figures",
                    "of %d of %d endpoints: own ones that changed last"
                            .formatted(asked.size(), all.size()));
        }
        return facts;
    }
}
