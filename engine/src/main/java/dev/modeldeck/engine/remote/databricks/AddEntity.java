package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One more served entity beside those that are there. */
final class AddEntity extends EndpointAction {

    private static final int MOST = 10;
    private static final int ALL = 100;

    AddEntity(Extent extent) {
        super(
                extent,
                "add-entity",
                "Add a served entity",
                "A second model or version behind the same name, with a share of the calls.");
    }

    @Override
    public List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>(EntityForm.fresh(extent.workload()));
        all.add(
                EntityForm.text(
                        Traffic.FIELD,
                        "Traffic",
                        "As name=60, name=40; empty for none to the new one yet."));
        return all;
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        ObjectNode entity = EntityForm.entity(values, extent.workload());
        String fresh = EntityForm.name(values);
        ObjectNode endpoint = settled(workspace, name);
        ObjectNode config = ConfigBody.of(endpoint);
        List<String> names = ConfigBody.names(config);
        if (names.contains(fresh)) {
            throw Fields.wrong(
                    EntityForm.NAME,
                    "must be another: \"" + fresh + "\" is the name of another one already.");
        }
        if (names.size() == MOST) {
            throw Fields.wrong(EntityForm.NAME, "would be the eleventh; an endpoint has ten.");
        }
        config.withArrayProperty(ConfigBody.ENTITIES).add(entity);
        if (values.has(Traffic.FIELD)) {
            Traffic.parse(values.text(Traffic.FIELD), ConfigBody.names(config)).into(config);
        } else {
            quiet(config, names, fresh).into(config);
        }
        return configure(name, endpoint, config);
    }

    /** The split as it was, with nothing to the new one. */
    private static Traffic quiet(ObjectNode config, List<String> others, String fresh) {
        Traffic now = Traffic.of(config);
        Map<String, Integer> shares = new LinkedHashMap<>(now.shares());
        if (shares.isEmpty() && !others.isEmpty()) {
            shares.put(others.getFirst(), ALL);
        }
        shares.put(fresh, 0);
        return new Traffic(shares);
    }
}
