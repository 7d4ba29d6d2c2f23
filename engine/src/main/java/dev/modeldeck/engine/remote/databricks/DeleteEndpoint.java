package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.Plan;
import dev.modeldeck.engine.remote.Values;
import dev.modeldeck.engine.wire.Json;

import java.util.List;

/** Deletes an endpoint. */
final class DeleteEndpoint extends EndpointAction {

    DeleteEndpoint(Extent extent) {
        super(extent, "delete", "Delete", "Ends the endpoint for everybody who calls it.");
    }

    @Override
    public boolean destructive() {
        return true;
    }

    @Override
    Plan plan(Workspace workspace, String name, Values values) {
        return new Plan(
                ConfigBody.endpoint(workspace.endpoint(name)),
                Json.object(),
                List.of(Plan.Call.of("DELETE", Workspace.endpointPath(name), null)),
                "");
    }
}
