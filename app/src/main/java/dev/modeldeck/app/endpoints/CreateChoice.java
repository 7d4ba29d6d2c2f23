package dev.modeldeck.app.endpoints;

import dev.modeldeck.app.shell.Destination;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.RemoteServer;
import dev.modeldeck.engine.connections.ServerAction;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A way to something that can be called, on a connected server. */
record CreateChoice(String connection, ServerAction action) {

    /** By the names of the connections; a server's own in its order. */
    static List<CreateChoice> of(List<ConnectionView> views, List<RemoteServer> kinds) {
        Map<String, List<ServerAction>> actions =
                kinds.stream().collect(Collectors.toMap(RemoteServer::id, CreateChoice::creating));
        return views.stream()
                .sorted(
                        Comparator.comparing(
                                view -> view.connection().name(), String.CASE_INSENSITIVE_ORDER))
                .flatMap(view ->
                        actions.getOrDefault(view.server(), List.of()).stream()
                                .map(each -> new CreateChoice(view.connection().name(), each)))
                .toList();
    }

    private static List<ServerAction> creating(RemoteServer kind) {
        return kind.actions().stream()
                .filter(each -> each.creates() && each.target() == ServerAction.Target.SERVER)
                .toList();
    }

    Destination leads() {
        return new Destination.Act(connection, action.id());
    }
}
