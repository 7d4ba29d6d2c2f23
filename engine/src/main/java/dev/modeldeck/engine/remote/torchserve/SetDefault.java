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

/** Decides which version of a model answers those who name none. */
final class SetDefault implements ServerAction {

    private static final String VERSION = "version";

    @Override
    public String id() {
        return "set-default";
    }

    @Override
    public String label() {
        return "Set the default version";
    }

    @Override
    public String help() {
        return "Calls that name no version are answered by it.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(new SettingSpec(VERSION, "Version", "", new SettingSpec.Kind.Text(), ""));
    }

    @Override
    public Map<String, String> present(Site site, String model) {
        return Map.of(VERSION, Management.present(site, model).path("modelVersion").asString(""));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        String version = new Values(values).required(VERSION);
        ObjectNode now = Management.present(site, model);
        ObjectNode before = Json.object();
        if (!now.isEmpty()) {
            before.set("modelVersion", now.path("modelVersion"));
        }
        Site management = Management.of(site);
        String put = new Query("models", model, version, "set-default").toString();
        return new Plan(
                before,
                Json.object().put("modelVersion", version),
                List.of(Plan.Call.of("PUT", management.at(put).toString(), null)),
                management.at(new Query("models", model).toString()).toString());
    }
}
