package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Takes a served entity away, and gives its calls to others. */
final class RemoveEntity extends EndpointAction {

    private static final String WHICH = "served_entity";

    RemoveEntity(Extent extent) {
        super(extent, "remove-entity", "Remove a served entity", "");
    }

    @Override
    public boolean destructive() {
        return true;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                EntityForm.text(WHICH, "Served entity", "Which one goes."),
                EntityForm.text(
                        Traffic.FIELD,
                        "Traffic",
                        "Of those that stay, as name=60, name=40; needed where the one that goes has a share."));
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        String which = values.required(WHICH);
        ObjectNode endpoint = settled(workspace, name);
        ObjectNode config = ConfigBody.of(endpoint);
        if (!ConfigBody.names(config).contains(which)) {
            throw Fields.wrong(
                    WHICH, "must be one of " + String.join(", ", ConfigBody.names(config)) + ".");
        }
        config.withArrayProperty(ConfigBody.ENTITIES)
                .removeIf(entity -> entity.path("name").asString("").equals(which));
        List<String> others = ConfigBody.names(config);
        if (others.isEmpty()) {
            throw Fields.wrong(WHICH, "is the last one. Delete the endpoint instead.");
        }
        Traffic now = Traffic.of(config);
        if (values.has(Traffic.FIELD)) {
            Traffic.parse(values.text(Traffic.FIELD), others).into(config);
        } else if (now.shares().getOrDefault(which, 0) > 0) {
            throw Fields.wrong(Traffic.FIELD, "is needed: \"" + which + "\" has a share of it.");
        } else {
            now.without(which).into(config);
        }
        return configure(name, endpoint, config);
    }
}
