package dev.modeldeck.engine.remote.torchserve;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.inference.SettingSpec.Kind;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** What can be changed at the management port of a TorchServe. */
final class TorchServeActions {

    private static final String MIN = "min_worker";
    private static final String MAX = "max_worker";
    private static final String WAIT = "synchronous";
    private static final String VERSION = "version";

    private static final List<SettingSpec> REGISTRATION =
            List.of(
                    SettingSpec.text(
                            "url",
                            "Archive",
                            "A file name within the server's model store, or an address."),
                    SettingSpec.text(
                            "model_name",
                            "Name",
                            "By which the model is called; the archive's own if empty."),
                    SettingSpec.text(
                            "handler",
                            "Handler",
                            "Takes the place of the archive's own, as module:method."),
                    new SettingSpec("batch_size", "Batch size", "", new Kind.Whole(1, 4096), "1"),
                    new SettingSpec(
                            "max_batch_delay",
                            "Longest wait for a batch (ms)",
                            "",
                            new Kind.Whole(0, 600_000),
                            "100"),
                    new SettingSpec(
                            "initial_workers",
                            "Workers",
                            "The model answers once it has at least one.",
                            new Kind.Whole(0, 1024),
                            "1"),
                    new SettingSpec(WAIT, "Wait until it is loaded", "", new Kind.Flag(), "true"),
                    new SettingSpec(
                            "response_timeout",
                            "Longest answer (s)",
                            "A worker that takes longer is started anew.",
                            new Kind.Whole(1, 86_400),
                            "120"));

    static final List<ServerAction> ALL =
            List.of(
                    PlannedAction.onServer(
                                    "register",
                                    "Register a model",
                                    "Makes a model archive (.mar) known to the server, which must run with --enable-model-api.",
                                    (site, _, values) -> register(site, values))
                            .asking(REGISTRATION)
                            .creating(),
                    PlannedAction.onModel(
                                    "scale",
                                    "Scale workers",
                                    "Sets between how many workers the default version of the model has.",
                                    TorchServeActions::scale)
                            .asking(
                                    new SettingSpec(
                                            MIN,
                                            "Fewest workers",
                                            "",
                                            new Kind.Whole(0, 1024),
                                            "1"),
                                    new SettingSpec(
                                            MAX, "Most workers", "", new Kind.Whole(0, 1024), "1"),
                                    new SettingSpec(
                                            WAIT,
                                            "Wait until it is done",
                                            "",
                                            new Kind.Flag(),
                                            "true"))
                            .beginning(TorchServeActions::workers),
                    PlannedAction.onModel(
                                    "set-default",
                                    "Set the default version",
                                    "Calls that name no version are answered by it.",
                                    TorchServeActions::setDefault)
                            .asking(SettingSpec.text(VERSION, "Version", ""))
                            .beginning((site, model) ->
                                    Map.of(
                                            VERSION,
                                            Management.present(site, model)
                                                    .path("modelVersion")
                                                    .asString(""))),
                    PlannedAction.onModel(
                                    "unregister",
                                    "Unregister",
                                    "Takes the model off the server. Its archive stays in the model store.",
                                    TorchServeActions::unregister)
                            .asking(
                                    SettingSpec.text(
                                            VERSION, "Version", "The default version if empty."))
                            .destroying());

    private TorchServeActions() {}

    private static Plan register(Site site, Values values) {
        values.required("url");
        return Plan.of(call(site, "POST", new Query("models").with(REGISTRATION, values)));
    }

    private static Map<String, String> workers(Site site, String model) {
        ObjectNode now = Management.present(site, model);
        return now.isEmpty()
                ? Map.of()
                : Map.of(
                        MIN, now.path("minWorkers").asString(""),
                        MAX, now.path("maxWorkers").asString(""));
    }

    private static Plan scale(Site site, String model, Values values) {
        int min = values.requiredWhole(MIN);
        int max = values.requiredWhole(MAX);
        ObjectNode now = Management.present(site, model);
        ObjectNode before = Json.object();
        if (!now.isEmpty()) {
            before.set("minWorkers", now.path("minWorkers"));
            before.set("maxWorkers", now.path("maxWorkers"));
        }
        Query query =
                new Query("models", model)
                        .with(MIN, Integer.toString(min))
                        .with(MAX, Integer.toString(max))
                        .with(WAIT, values.text(WAIT));
        return new Plan(
                before,
                Json.object().put("minWorkers", min).put("maxWorkers", max),
                List.of(call(site, "PUT", query)),
                address(site, new Query("models", model)));
    }

    private static Plan setDefault(Site site, String model, Values values) {
        String version = values.required(VERSION);
        ObjectNode now = Management.present(site, model);
        ObjectNode before = Json.object();
        if (!now.isEmpty()) {
            before.set("modelVersion", now.path("modelVersion"));
        }
        return new Plan(
                before,
                Json.object().put("modelVersion", version),
                List.of(call(site, "PUT", new Query("models", model, version, "set-default"))),
                address(site, new Query("models", model)));
    }

    private static Plan unregister(Site site, String model, Values values) {
        String version = values.text(VERSION);
        ObjectNode before = Json.object().put("modelName", model);
        if (!version.isEmpty()) {
            before.put("modelVersion", version);
        }
        return new Plan(
                before,
                Json.object(),
                List.of(call(site, "DELETE", Query.version(model, version))),
                "");
    }

    private static Plan.Call call(Site site, String method, Query query) {
        return Plan.Call.of(method, address(site, query), null);
    }

    /** At the management port. */
    private static String address(Site site, Query query) {
        return Management.of(site).at(query.toString()).toString();
    }
}
