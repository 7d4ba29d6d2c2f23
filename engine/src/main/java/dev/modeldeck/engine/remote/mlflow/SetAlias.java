package dev.modeldeck.engine.remote.mlflow;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.RemoteRegistry;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.remote.PlannedAction;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.remote.RegisteredModels;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Fields;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Points an alias of a registered model to a version, or takes it away. */
final class SetAlias {

    private static final String ROOT = "/api/2.0/mlflow/registered-models";
    private static final String ALIAS = "alias";
    private static final String VERSION = "version";
    private static final String ALIASES = "aliases";

    static final ServerAction ACTION =
            PlannedAction.onModel(
                            "alias",
                            "Set an alias",
                            "A name that points to a version, such as \"champion\".",
                            SetAlias::plan)
                    .asking(
                            SettingSpec.text(
                                    ALIAS, "Alias", "Letters, digits, dashes and underscores."),
                            SettingSpec.text(VERSION, "Version", "Empty to take the alias away."));

    private SetAlias() {}

    private static Plan plan(Site site, String model, Values values) {
        String alias = values.text(ALIAS);
        String version = values.text(VERSION);
        if (!alias.matches("[\\w-]{1,255}")) {
            throw Fields.wrong(ALIAS, "has 1 to 255 letters, digits, dashes and underscores.");
        }
        if (!version.matches("\\d{0,9}")) {
            throw Fields.wrong(VERSION, "is a number.");
        }
        String path = ROOT + "/get?name=" + Query.encoded(model);
        Map<String, String> now = new TreeMap<>(aliases(site.json(path)));
        Map<String, String> wanted = new TreeMap<>(now);
        ObjectNode body = Json.object().put("name", model).put(ALIAS, alias);
        if (version.isEmpty()) {
            wanted.remove(alias);
        } else {
            wanted.put(alias, version);
            body.put(VERSION, version);
        }
        if (wanted.equals(now)) {
            throw EngineException.invalid("Nothing would change. Change a value first.");
        }
        return new Plan(
                shown(now),
                shown(wanted),
                List.of(Plan.Call.of(version.isEmpty() ? "DELETE" : "POST", ROOT + "/alias", body)),
                path,
                told -> shown(new TreeMap<>(aliases(told))));
    }

    private static Map<String, String> aliases(JsonNode answer) {
        RemoteRegistry.Model model = RegisteredModels.model(answer.path("registered_model"), "");
        return model.aliases();
    }

    private static ObjectNode shown(Map<String, String> aliases) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray(ALIASES);
        aliases.forEach(
                (alias, version) -> array.addObject().put("name", alias).put(VERSION, version));
        return json;
    }
}
