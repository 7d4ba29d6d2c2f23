package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** The whole configuration as JSON, for what the forms do not have. */
final class EditConfig extends EndpointAction {

    private static final String CONFIG = "config";

    EditConfig(Extent extent) {
        super(
                extent,
                "configure",
                "Edit the whole configuration",
                "As JSON, with everything that the server knows of.");
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                EntityForm.text(CONFIG, "Configuration", "served_entities and traffic_config."));
    }

    @Override
    Map<String, String> present(JsonNode endpoint) {
        return Map.of(CONFIG, Json.write(ConfigBody.of(endpoint)));
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        ObjectNode config = parsed(values.required(CONFIG));
        return configure(name, settled(workspace, name), config);
    }

    private static ObjectNode parsed(String text) {
        ObjectNode config;
        try {
            config = Json.parseObject(text);
        } catch (EngineException notJson) {
            throw Fields.wrong(CONFIG, "cannot be read. " + notJson.getMessage());
        }
        if (!config.path(ConfigBody.ENTITIES).isArray()) {
            throw Fields.wrong(CONFIG, "needs \"served_entities\", an array.");
        }
        return config;
    }
}
