package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** How calls are split between the served entities. */
final class ChangeTraffic extends EndpointAction {

    ChangeTraffic(Extent extent) {
        super(
                extent,
                "traffic",
                "Change the traffic",
                "How calls are split between what is served.");
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                EntityForm.text(Traffic.FIELD, "Traffic", "As name=60, name=40; adds up to 100."));
    }

    @Override
    Map<String, String> present(JsonNode endpoint) {
        return Map.of(Traffic.FIELD, Pairs.write(Traffic.of(ConfigBody.of(endpoint)).written()));
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        String wanted = values.required(Traffic.FIELD);
        ObjectNode endpoint = settled(workspace, name);
        ObjectNode config = ConfigBody.of(endpoint);
        Traffic.parse(wanted, ConfigBody.names(config)).into(config);
        return configure(name, endpoint, config);
    }
}
