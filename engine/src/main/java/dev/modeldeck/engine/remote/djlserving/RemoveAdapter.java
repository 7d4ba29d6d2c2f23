package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import java.util.List;
import java.util.Map;

/** Takes a LoRA adapter away from a model. */
final class RemoveAdapter implements ServerAction {

    private static final String NAME = "name";

    @Override
    public String id() {
        return "remove-adapter";
    }

    @Override
    public String label() {
        return "Remove a LoRA adapter";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public boolean destructive() {
        return true;
    }

    @Override
    public boolean offeredFor(ServedModel model) {
        return model.facts().containsKey("Adapters");
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(new SettingSpec(NAME, "Name", "", new SettingSpec.Kind.Text(), ""));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        String name = new Values(values).required(NAME);
        Query query = new Query("models", model, "adapters", name);
        return new Plan(
                Json.object().put(NAME, name),
                Json.object(),
                List.of(Plan.Call.of("DELETE", query.toString(), null)),
                "");
    }
}
