package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Capability;
import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.connections.ServedModel;
import dev.modeldeck.engine.connections.ServedModel.State;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Starts or stops an endpoint. Databricks documents the buttons of its pages, and no path; it is
 * offered where a server has the paths.
 */
final class SwitchEndpoint extends EndpointAction {

    private static final String HELP =
            "For servers that have it in their REST. Databricks has it on its own pages only.";

    private final String word;
    private final boolean on;

    private SwitchEndpoint(Extent extent, String word, String label, boolean on) {
        super(extent, word, label, extent.workspace() ? HELP : "");
        this.word = word;
        this.on = on;
    }

    static SwitchEndpoint start(Extent extent) {
        return new SwitchEndpoint(extent, "start", "Start", true);
    }

    static SwitchEndpoint stop(Extent extent) {
        return new SwitchEndpoint(extent, "stop", "Stop", false);
    }

    /** Whether the server has the paths: one that has refuses the method, any other the path. */
    static boolean there(Workspace workspace, String endpoint) {
        return workspace.site().get(Workspace.endpointPath(endpoint) + "/start").status() == 405;
    }

    @Override
    public boolean offeredFor(ServedModel model) {
        boolean stopped = model.state() == State.STOPPED || model.state() == State.FAILED;
        boolean there = !extent.workspace() || model.capabilities().contains(Capability.LOADING);
        return there && on == stopped;
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        ObjectNode endpoint = workspace.endpoint(name);
        return new Plan(
                state(endpoint.at("/state/ready").asString("")),
                state(on ? "READY" : "NOT_READY"),
                List.of(
                        Plan.Call.of(
                                "POST", Workspace.endpointPath(name) + "/" + word, Json.object())),
                "");
    }

    private static ObjectNode state(String ready) {
        ObjectNode json = Json.object();
        json.putObject("state").put("ready", ready);
        return json;
    }
}
