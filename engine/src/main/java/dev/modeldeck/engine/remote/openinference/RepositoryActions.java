package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What can be changed by the model repository extension of the protocol. */
final class RepositoryActions {

    private static final String CONFIG = "config";
    private static final String DEPENDENTS = "unload_dependents";

    static final List<ServerAction> ALL =
            List.of(
                    PlannedAction.onModel(
                                    "load",
                                    "Load",
                                    "Loads the model, or reloads it. Triton must run with --model-control-mode=explicit.",
                                    RepositoryActions::load)
                            .asking(
                                    SettingSpec.text(
                                            CONFIG,
                                            "Configuration",
                                            "JSON that takes the place of the model's own configuration; empty to keep that (Triton).")),
                    PlannedAction.onModel(
                                    "unload",
                                    "Unload",
                                    "Takes the model out of memory. It answers nobody until it is loaded again.",
                                    RepositoryActions::unload)
                            .asking(
                                    new SettingSpec(
                                            DEPENDENTS,
                                            "Its parts as well",
                                            "Unloads the models of which an ensemble is made (Triton).",
                                            new SettingSpec.Kind.Flag(),
                                            "false"))
                            .when(model -> model.state() == ServedModel.State.READY));

    private RepositoryActions() {}

    private static Plan load(Site site, String model, Values values) {
        String path = repository(site, model, "load");
        if (!values.has(CONFIG)) {
            return Plan.of(Plan.Call.of("POST", path, Json.object()));
        }
        ObjectNode config = config(values.text(CONFIG));
        ObjectNode body = Json.object();
        body.putObject("parameters").put(CONFIG, Json.write(config));
        String now = root(site, Protocol.model(model) + "/config");
        return new Plan(
                named(config, site.get(now).found()),
                config,
                List.of(Plan.Call.of("POST", path, body)),
                now);
    }

    private static Plan unload(Site site, String model, Values values) {
        ObjectNode body = Json.object();
        if (values.flag(DEPENDENTS)) {
            body.putObject("parameters").put(DEPENDENTS, true);
        }
        return Plan.of(Plan.Call.of("POST", repository(site, model, "unload"), body));
    }

    private static String repository(Site site, String model, String verb) {
        return root(site, "/v2/repository/models/" + Query.encoded(model) + "/" + verb);
    }

    /** A whole address, since that of the connection may have a path of its own. */
    private static String root(Site site, String path) {
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
