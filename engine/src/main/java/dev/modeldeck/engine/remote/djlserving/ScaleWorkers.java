package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Gives a model more workers or fewer, on each device that it has. */
final class ScaleWorkers implements ServerAction {

    private static final String MIN = "min_worker";
    private static final String MAX = "max_worker";

    @Override
    public String id() {
        return "scale";
    }

    @Override
    public String label() {
        return "Scale workers";
    }

    @Override
    public String help() {
        return "Sets between how many workers the model has on each of its devices.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(MIN, "Fewest workers", "", new Kind.Whole(0, 1024), "1"),
                new SettingSpec(MAX, "Most workers", "", new Kind.Whole(1, 1024), "1"));
    }

    @Override
    public Map<String, String> present(Site site, String model) {
        List<JsonNode> parts = DjlModels.describe(site, model);
        JsonNode group =
                parts.isEmpty() ? Json.object() : parts.getFirst().path("workerGroups").path(0);
        return group.has("minWorkers")
                ? Map.of(
                        MIN, group.path("minWorkers").asString(""),
                        MAX, group.path("maxWorkers").asString(""))
                : Map.of();
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        Values filled = new Values(values);
        int min = filled.requiredWhole(MIN);
        int max = filled.requiredWhole(MAX);
        ObjectNode before = Json.object();
        ObjectNode after = Json.object();
        ArrayNode old = before.putArray("models");
        ArrayNode fresh = after.putArray("models");
        for (JsonNode part : DjlModels.describe(site, model)) {
            ArrayNode oldGroups = old.addObject().putArray("workerGroups");
            ArrayNode freshGroups = fresh.addObject().putArray("workerGroups");
            for (JsonNode group : part.path("workerGroups")) {
                oldGroups
                        .addObject()
                        .put("minWorkers", group.path("minWorkers").asInt(0))
                        .put("maxWorkers", group.path("maxWorkers").asInt(0));
                freshGroups.addObject().put("minWorkers", min).put("maxWorkers", max);
            }
        }
        Query query =
                new Query("models", model)
                        .with(MIN, Integer.toString(min))
                        .with(MAX, Integer.toString(max));
        return new Plan(
                before,
                after,
                List.of(Plan.Call.of("PUT", query.toString(), null)),
                new Query("models", model).toString());
    }
}
