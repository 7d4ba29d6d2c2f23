package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Puts a LoRA adapter beside a model that takes such. */
final class AddAdapter implements ServerAction {

    private static final String NAME = "name";
    private static final String SOURCE = "src";
    private static final String PIN = "pin";

    @Override
    public String id() {
        return "add-adapter";
    }

    @Override
    public String label() {
        return "Add a LoRA adapter";
    }

    @Override
    public String help() {
        return "The model must have been registered with LoRA enabled.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(NAME, "Name", "", new Kind.Text(), ""),
                new SettingSpec(SOURCE, "Folder", "A path on the server.", new Kind.Text(), ""),
                new SettingSpec("preload", "Load it now", "", new Kind.Flag(), "true"),
                new SettingSpec(
                        PIN,
                        "Keep it in memory",
                        "It is not put out for another.",
                        new Kind.Flag(),
                        "false"));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        Values filled = new Values(values);
        String name = filled.required(NAME);
        String source = filled.required(SOURCE);
        Query query = new Query("models", model, "adapters");
        settings().forEach(setting -> query.with(setting.key(), filled.text(setting.key())));
        ObjectNode after = Json.object().put(NAME, name).put(SOURCE, source);
        return new Plan(
                Json.object(),
                after.put(PIN, filled.text(PIN).equals("true")),
                List.of(Plan.Call.of("POST", query.toString(), null)),
                new Query("models", model, "adapters", name).toString());
    }
}
