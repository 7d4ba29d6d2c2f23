package dev.modeldeck.engine.remote.databricks;

import dev.modeldeck.engine.connections.ServerAction;

import java.util.List;
import java.util.stream.Stream;

/** What can be done with the endpoints of a server. */
final class EndpointActions {

    private EndpointActions() {}

    static List<ServerAction> all(Extent extent) {
        Stream<ServerAction> limits =
                extent.workspace() ? Stream.of(new AiGateway(extent)) : Stream.empty();
        Stream<ServerAction> first =
                Stream.of(
                        new CreateEndpoint(extent),
                        new ChangeEntity(extent),
                        new ChangeTraffic(extent),
                        new AddEntity(extent),
                        new RemoveEntity(extent),
                        new ChangeTags(extent));
        Stream<ServerAction> last =
                Stream.of(
                        new EditConfig(extent),
                        SwitchEndpoint.start(extent),
                        SwitchEndpoint.stop(extent),
                        new DeleteEndpoint(extent));
        return Stream.of(first, limits, last).flatMap(actions -> actions).toList();
    }
}
