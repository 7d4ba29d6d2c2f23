package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.ServerAction;

import java.util.List;

/** What can be done in a workspace. */
final class EndpointActions {

    private EndpointActions() {}

    static List<ServerAction> all() {
        return List.of(
                new CreateEndpoint(),
                new ChangeEntity(),
                new ChangeTraffic(),
                new AddEntity(),
                new RemoveEntity(),
                new ChangeTags(),
                new AiGateway(),
                new EditConfig(),
                SwitchEndpoint.start(),
                SwitchEndpoint.stop(),
                new DeleteEndpoint());
    }
}
