package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another version or workload of a served entity. The form begins with the values of the first one;
 * what is sent is what was changed in it.
 */
final class ChangeEntity extends EndpointAction {

    private static final String WHICH = "served_entity";

    ChangeEntity(Extent extent) {
        super(
                extent,
                "change",
                "Change a served entity",
                "Another version or workload. What you do not change stays as it is.");
    }

    @Override
    public List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>();
        all.add(
                EntityForm.text(
                        WHICH,
                        "Served entity",
                        "Which one is changed; the values below are those of the first."));
        all.add(EntityForm.text(EntityForm.VERSION, "Version", "Of the registered model."));
        all.addAll(extent.workload().settings(false));
        return all;
    }

    @Override
    Map<String, String> present(JsonNode endpoint) {
        JsonNode first = ConfigBody.of(endpoint).path(ConfigBody.ENTITIES).path(0);
        Map<String, String> values = new HashMap<>(extent.workload().present(first));
        values.put(EntityForm.VERSION, first.path(EntityForm.VERSION).asString(""));
        values.put(WHICH, first.path("name").asString(""));
        return values;
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        ObjectNode endpoint = settled(workspace, name);
        Map<String, String> beginning = present(endpoint);
        Values changed = values.changedFrom(beginning);
        ObjectNode config = ConfigBody.of(endpoint);
        String which = values.has(WHICH) ? values.text(WHICH) : beginning.getOrDefault(WHICH, "");
        ObjectNode entity = entity(config, which);
        changed.textInto(entity, EntityForm.VERSION);
        extent.workload().change(entity, changed);
        return configure(name, endpoint, config);
    }

    private static ObjectNode entity(ObjectNode config, String name) {
        for (JsonNode entity : config.path(ConfigBody.ENTITIES)) {
            if (entity instanceof ObjectNode object
                    && object.path("name").asString("").equals(name)) {
                return object;
            }
        }
        throw Fields.wrong(
                WHICH, "must be one of " + String.join(", ", ConfigBody.names(config)) + ".");
    }
}
