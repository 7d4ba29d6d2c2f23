package dev.modeldeck.engine.remote.torchserve;

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

/** Gives a model more workers or fewer. */
final class ScaleWorkers implements ServerAction {

    private static final String MIN = "min_worker";
    private static final String MAX = "max_worker";
    private static final String WAIT = "synchronous";

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
        return "Sets between how many workers the default version of the model has.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(MIN, "Fewest workers", "", new Kind.Whole(0, 1024), "1"),
                new SettingSpec(MAX, "Most workers", "", new Kind.Whole(0, 1024), "1"),
                new SettingSpec(WAIT, "Wait until it is done", "", new Kind.Flag(), "true"));
    }

    @Override
    public Map<String, String> present(Site site, String model) {
        ObjectNode now = Management.present(site, model);
        return now.isEmpty()
                ? Map.of()
                : Map.of(
                        MIN, now.path("minWorkers").asString(""),
                        MAX, now.path("maxWorkers").asString(""));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        Values filled = new Values(values);
        int min = filled.requiredWhole(MIN);
        int max = filled.requiredWhole(MAX);
        ObjectNode now = Management.present(site, model);
        ObjectNode before = Json.object();
        before.set("minWorkers", now.path("minWorkers"));
        before.set("maxWorkers", now.path("maxWorkers"));
        ObjectNode after = Json.object().put("minWorkers", min).put("maxWorkers", max);
        Site management = Management.of(site);
        Query query =
                new Query("models", model)
                        .with(MIN, Integer.toString(min))
                        .with(MAX, Integer.toString(max))
                        .with(WAIT, filled.text(WAIT));
        return new Plan(
                now.isEmpty() ? Json.object() : before,
                after,
                List.of(Plan.Call.of("PUT", management.at(query.toString()).toString(), null)),
                management.at(new Query("models", model).toString()).toString());
    }
}
