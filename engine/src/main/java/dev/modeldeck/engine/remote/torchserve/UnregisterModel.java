package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Takes a model, or a version of it, off the server. */
final class UnregisterModel implements ServerAction {

    private static final String VERSION = "version";

    @Override
    public String id() {
        return "unregister";
    }

    @Override
    public String label() {
        return "Unregister";
    }

    @Override
    public String help() {
        return "Takes the model off the server. Its archive stays in the model store.";
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
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        VERSION,
                        "Version",
                        "The default version if empty.",
                        new SettingSpec.Kind.Text(),
                        ""));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        String version = new Values(values).text(VERSION);
        ObjectNode before = Json.object().put("modelName", model);
        if (!version.isEmpty()) {
            before.put("modelVersion", version);
        }
        Query query =
                version.isEmpty()
                        ? new Query("models", model)
                        : new Query("models", model, version);
        return new Plan(
                before,
                Json.object(),
                List.of(
                        Plan.Call.of(
                                "DELETE",
                                Management.of(site).at(query.toString()).toString(),
                                null)),
                "");
    }
}
