package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Brings a model of the repository into memory, or anew where it is there. */
final class LoadModel implements ServerAction {

    private static final String CONFIG = "config";

    @Override
    public String id() {
        return "load";
    }

    @Override
    public String label() {
        return "Load";
    }

    @Override
    public String help() {
        return "Loads the model, or reloads it. Triton must run with --model-control-mode=explicit.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        CONFIG,
                        "Configuration",
                        "JSON that takes the place of the model's own configuration; empty to keep that (Triton).",
                        new SettingSpec.Kind.Text(),
                        ""));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        String path = "/v2/repository/models/" + Query.encoded(model) + "/load";
        String text = values.getOrDefault(CONFIG, "").strip();
        if (text.isEmpty()) {
            return Plan.of(Plan.Call.of("POST", root(site, path), Json.object()));
        }
        ObjectNode config = config(text);
        ObjectNode body = Json.object();
        body.putObject("parameters").put(CONFIG, Json.write(config));
        String now = root(site, Protocol.model(model) + "/config");
        return new Plan(
                named(config, site.get(now).found()),
                config,
                List.of(Plan.Call.of("POST", root(site, path), body)),
                now);
    }

    /** A whole address, since that of the connection may have a path of its own. */
    static String root(Site site, String path) {
        return Protocol.of(site).at(path).toString();
    }

    /** What the server has of the fields that are given; it fills in many more. */
    private static ObjectNode named(ObjectNode given, JsonNode present) {
        ObjectNode same = Json.object();
        for (String key : given.propertyNames()) {
            if (present.has(key)) {
                same.set(key, present.get(key));
            }
        }
        return same;
    }

    private static ObjectNode config(String text) {
        try {
            return Json.parseObject(text);
        } catch (EngineException e) {
            throw new EngineException(
                    new Problem.Invalid(
                            "The configuration must be a JSON object. " + e.problem().message(),
                            CONFIG),
                    e);
        }
    }
}
