package dev.modeldeck.engine.remote.openinference;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.inference.SettingSpec;
import dev.modeldeck.engine.remote.Query;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Takes a model out of memory; it stays in the repository. */
final class UnloadModel implements ServerAction {

    private static final String DEPENDENTS = "unload_dependents";

    @Override
    public String id() {
        return "unload";
    }

    @Override
    public String label() {
        return "Unload";
    }

    @Override
    public String help() {
        return "Takes the model out of memory. It answers nobody until it is loaded again.";
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public boolean offeredFor(ServedModel model) {
        return model.state() == ServedModel.State.READY;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                new SettingSpec(
                        DEPENDENTS,
                        "Its parts as well",
                        "Unloads the models of which an ensemble is made (Triton).",
                        new SettingSpec.Kind.Flag(),
                        "false"));
    }

    @Override
    public Plan plan(Site site, String model, Map<String, String> values) {
        ObjectNode body = Json.object();
        if (values.getOrDefault(DEPENDENTS, "").equals("true")) {
            body.putObject("parameters").put(DEPENDENTS, true);
        }
        String path = "/v2/repository/models/" + Query.encoded(model) + "/unload";
        return Plan.of(Plan.Call.of("POST", LoadModel.root(site, path), body));
    }
}
