package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A new endpoint with one served entity. */
final class CreateEndpoint extends EndpointAction {

    private static final String NAME = "name";
    private static final Pattern NAMES = Pattern.compile("[\\w-]{1,63}");
    private static final String RESERVED = "databricks-";

    CreateEndpoint(Extent extent) {
        super(
                extent,
                "create",
                "Create an endpoint",
                "Serves a registered model, or one of a provider, under a name of its own.");
    }

    @Override
    public Target target() {
        return Target.SERVER;
    }

    @Override
    public boolean creates() {
        return true;
    }

    @Override
    public List<SettingSpec> settings() {
        List<SettingSpec> all = new ArrayList<>();
        all.add(EntityForm.text(NAME, "Name", "Letters, digits, dashes and underscores."));
        all.addAll(EntityForm.fresh(extent.workload()));
        all.add(EntityForm.text("description", "Description", ""));
        all.add(EntityForm.text(ChangeTags.TAGS, "Tags", "As name=value, name=value."));
        if (extent.workspace()) {
            all.add(
                    EntityForm.flag(
                            "route_optimized",
                            "Optimised route",
                            "Shorter ways for many requests; cannot be changed later."));
            all.add(
                    EntityForm.text(
                            "budget_policy_id", "Budget policy", "Its id; empty for none."));
        }
        return all;
    }

    @Override
    Plan plan(Workspace workspace, String model, Values values) {
        String name = values.required(NAME);
        if (!NAMES.matcher(name).matches() || name.startsWith(RESERVED)) {
            throw Fields.wrong(
                    NAME,
                    "has up to 63 letters, digits, dashes and underscores, and does not begin with \"databricks-\".");
        }
        ObjectNode body = Json.object().put(NAME, name);
        body.putObject("config")
                .putArray(ConfigBody.ENTITIES)
                .add(EntityForm.entity(values, extent.workload()));
        values.textInto(body, "description");
        values.textInto(body, "budget_policy_id");
        if (values.flag("route_optimized")) {
            body.put("route_optimized", true);
        }
        if (values.has(ChangeTags.TAGS)) {
            ArrayNode tags = body.putArray(ChangeTags.TAGS);
            ChangeTags.add(tags, Pairs.parse(values.text(ChangeTags.TAGS), ChangeTags.TAGS));
        }
        return changing(name, Json.object(), body, Plan.Call.of("POST", Workspace.ENDPOINTS, body));
    }
}
