package dev.modeldeck.engine.remote.djlserving;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** What can be changed on a DJL Serving. */
final class DjlActions {

    private static final String MIN = "min_worker";
    private static final String MAX = "max_worker";
    private static final String NAME = "name";
    private static final String SOURCE = "src";
    private static final String PIN = "pin";
    private static final String VERSION = "version";

    private static final List<SettingSpec> REGISTRATION =
            List.of(
                    SettingSpec.text(
                            "url",
                            "Address of the files",
                            "For example file:///models/iris.pt or djl://…"),
                    SettingSpec.text(
                            "model_name",
                            "Name",
                            "By which it is called; taken from the address if empty."),
                    SettingSpec.text("model_version", "Version", ""),
                    SettingSpec.text(
                            "engine",
                            "Engine",
                            "PyTorch, OnnxRuntime, Python, …; found out if empty."),
                    SettingSpec.text("device", "Device", "cpu, gpu0, …; all cards if empty."),
                    number("batch_size", "Batch size", "1"),
                    number("max_batch_delay", "Longest wait for a batch (ms)", "100"),
                    number("job_queue_size", "Length of the queue", "1000"),
                    number("max_idle_time", "Seconds before an idle worker ends", "60"),
                    number(MIN, "Fewest workers", ""),
                    number(MAX, "Most workers", ""),
                    new SettingSpec(
                            "synchronous", "Wait until it is loaded", "", new Kind.Flag(), "true"));

    private static final List<SettingSpec> ADAPTER =
            List.of(
                    SettingSpec.text(NAME, "Name", ""),
                    SettingSpec.text(SOURCE, "Folder", "A path on the server."),
                    new SettingSpec("preload", "Load it now", "", new Kind.Flag(), "true"),
                    new SettingSpec(
                            PIN,
                            "Keep it in memory",
                            "It is not put out for another.",
                            new Kind.Flag(),
                            "false"));

    static final List<ServerAction> ALL =
            List.of(
                    PlannedAction.onServer(
                                    "register",
                                    "Register a model",
                                    "Loads a model, or a workflow, from an address that the server can reach.",
                                    (_, _, values) -> register(values))
                            .asking(REGISTRATION)
                            .creating(),
                    PlannedAction.onModel(
                                    "scale",
                                    "Scale workers",
                                    "Sets between how many workers the model has on each of its devices.",
                                    DjlActions::scale)
                            .asking(
                                    new SettingSpec(
                                            MIN,
                                            "Fewest workers",
                                            "",
                                            new Kind.Whole(0, 1024),
                                            "1"),
                                    new SettingSpec(
                                            MAX, "Most workers", "", new Kind.Whole(1, 1024), "1"))
                            .beginning(DjlActions::workers),
                    PlannedAction.onModel(
                                    "add-adapter",
                                    "Add a LoRA adapter",
                                    "The model must have been registered with LoRA enabled.",
                                    (_, model, values) -> addAdapter(model, values))
                            .asking(ADAPTER),
                    PlannedAction.onModel(
                                    "remove-adapter",
                                    "Remove a LoRA adapter",
                                    "",
                                    (_, model, values) -> removeAdapter(model, values))
                            .asking(SettingSpec.text(NAME, "Name", ""))
                            .when(model -> model.facts().containsKey("Adapters"))
                            .destroying(),
                    PlannedAction.onModel(
                                    "unregister",
                                    "Unregister",
                                    "Takes the model off the server. Its files stay where they are.",
                                    (_, model, values) -> unregister(model, values))
                            .asking(SettingSpec.text(VERSION, "Version", "All versions if empty."))
                            .destroying());

    private DjlActions() {}

    private static Plan register(Values values) {
        values.required("url");
        String path = new Query("models").with(REGISTRATION, values).toString();
        return Plan.of(Plan.Call.of("POST", path, null));
    }

    private static Map<String, String> workers(Site site, String model) {
        List<JsonNode> parts = DjlModels.describe(site, model);
        JsonNode group =
                parts.isEmpty() ? Json.object() : parts.getFirst().path("workerGroups").path(0);
        return group.has("minWorkers")
                ? Map.of(
                        MIN, group.path("minWorkers").asString(""),
                        MAX, group.path("maxWorkers").asString(""))
                : Map.of();
    }

    private static Plan scale(Site site, String model, Values values) {
        int min = values.requiredWhole(MIN);
        int max = values.requiredWhole(MAX);
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

    private static Plan addAdapter(String model, Values values) {
        String name = values.required(NAME);
        String source = values.required(SOURCE);
        Query query = new Query("models", model, "adapters").with(ADAPTER, values);
        return new Plan(
                Json.object(),
                Json.object().put(NAME, name).put(SOURCE, source).put(PIN, values.flag(PIN)),
                List.of(Plan.Call.of("POST", query.toString(), null)),
                new Query("models", model, "adapters", name).toString());
    }

    private static Plan removeAdapter(String model, Values values) {
        String name = values.required(NAME);
        Query query = new Query("models", model, "adapters", name);
        return new Plan(
                Json.object().put(NAME, name),
                Json.object(),
                List.of(Plan.Call.of("DELETE", query.toString(), null)),
                "");
    }

    private static Plan unregister(String model, Values values) {
        ObjectNode before = Json.object().put("modelName", model);
        values.textInto(before, VERSION);
        Query query = Query.version(model, values.text(VERSION));
        return new Plan(
                before, Json.object(), List.of(Plan.Call.of("DELETE", query.toString(), null)), "");
    }

    private static SettingSpec number(String key, String label, String usual) {
        return new SettingSpec(key, label, "", new Kind.Whole(0, Integer.MAX_VALUE), usual);
    }
}
