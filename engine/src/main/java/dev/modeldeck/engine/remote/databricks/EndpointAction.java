package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServerAction;
import dev.modeldeck.engine.connections.Site;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Something that can be done with an endpoint. */
abstract class EndpointAction implements ServerAction {

    final Extent extent;
    private final String id;
    private final String label;
    private final String help;

    EndpointAction(Extent extent, String id, String label, String help) {
        this.extent = extent;
        this.id = id;
        this.label = label;
        this.help = help;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final String help() {
        return help;
    }

    @Override
    public Target target() {
        return Target.MODEL;
    }

    @Override
    public final Plan plan(Site site, String model, Map<String, String> values) {
        return plan(extent.at(site), model, new Values(values));
    }

    @Override
    public final Map<String, String> present(Site site, String model) {
        return model.isEmpty() ? Map.of() : present(extent.at(site).endpoint(model));
    }

    /** The values of the form as the endpoint has them. */
    Map<String, String> present(JsonNode endpoint) {
        return Map.of();
    }

    abstract Plan plan(Workspace workspace, String endpoint, Values values);

    /** The endpoint, which is not being updated: a workspace refuses a second update meanwhile. */
    static ObjectNode settled(Workspace workspace, String name) {
        ObjectNode endpoint = workspace.endpoint(name);
        if (new EndpointReading(endpoint).updating()) {
            throw new EngineException(
                    new Problem.Conflict(
                            "\"%s\" is being updated. Wait until that is through, then change it."
                                    .formatted(name)));
        }
        return endpoint;
    }

    /** Sends a configuration, and reads back what became of it. */
    static Plan configure(String name, JsonNode endpoint, ObjectNode config) {
        ObjectNode before = Json.object().set("config", ConfigBody.of(endpoint));
        ObjectNode after = Json.object().set("config", config);
        return changing(
                name,
                before,
                after,
                Plan.Call.of("PUT", Workspace.endpointPath(name) + "/config", config));
    }

    /** A call whose outcome is read at the endpoint. */
    static Plan changing(String name, ObjectNode before, ObjectNode after, Plan.Call call) {
        if (before.equals(after)) {
            throw unchanged();
        }
        return new Plan(
                before, after, List.of(call), Workspace.endpointPath(name), ConfigBody::endpoint);
    }

    static EngineException unchanged() {
        return EngineException.invalid("Nothing would change. Change a value first.");
    }
}
