package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.Access;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.ConnectionView;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.FoundServer;
import dev.modeldeck.engine.connections.ServerLook;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The servers on this machine: looked for when asked, never by itself. */
final class HereViewModel {

    /** How far it is. */
    sealed interface State {

        record Unasked() implements State {}

        record Looking() implements State {}

        record Found(List<Server> servers) implements State {}

        record Troubled(Problem problem) implements State {}
    }

    /**
     * A server that was found.
     *
     * @param models how many; -1 where it wants a key first
     * @param known whether there is a connection to it
     */
    record Server(
            URI address,
            String kind,
            String version,
            int models,
            String suggestion,
            boolean known) {

        Server added() {
            return new Server(address, kind, version, models, suggestion, true);
        }
    }

    private final Texts texts = Texts.of("connections");
    private final Connections connections;
    private final ConnectionWords words;
    private final Work work;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Unasked());
    private Work.Handle looking = () -> {};

    HereViewModel(Connections connections, Work work) {
        this.connections = connections;
        this.words = new ConnectionWords(connections.kinds());
        this.work = work;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** The ports that are tried: {@code 8000, 11434}. */
    String ports() {
        return connections.kinds().stream()
                .flatMap(kind -> kind.ports().stream())
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    /** Looks, unless it does already. */
    void look() {
        if (state.get() instanceof State.Looking) {
            return;
        }
        state.set(new State.Looking());
        looking =
                work.run(
                        connections::lookOnThisMachine,
                        found -> state.set(new State.Found(servers(found))),
                        problem -> state.set(new State.Troubled(problem)));
    }

    void cancel() {
        looking.cancel();
    }

    /** Connects a server that was found. */
    void add(Server server) {
        Connection draft =
                Connection.to(
                        ConnectionWords.free(server.suggestion(), names()),
                        server.address(),
                        Access.open());
        work.run(
                () -> connections.save(draft),
                saved -> mark(server),
                problem -> state.set(new State.Troubled(problem)));
    }

    private void mark(Server server) {
        if (state.get() instanceof State.Found(List<Server> servers)) {
            state.set(
                    new State.Found(
                            servers.stream()
                                    .map(each -> each.equals(server) ? each.added() : each)
                                    .toList()));
        }
    }

    private List<Server> servers(List<FoundServer> found) {
        Set<String> known =
                connections.all().get().stream()
                        .map(view -> place(view.connection().address()))
                        .collect(Collectors.toSet());
        return found.stream().map(each -> server(each, known)).toList();
    }

    private Server server(FoundServer found, Set<String> known) {
        ServerLook look = found.report().look();
        return new Server(
                found.address(),
                words.kind(found.report().server()),
                look == null ? "" : look.version(),
                look == null ? -1 : look.models().size(),
                words.suggestion(found.address(), found.report().server(), texts),
                known.contains(place(found.address())));
    }

    private static String place(URI address) {
        String host = String.valueOf(address.getHost());
        return (host.equals("localhost") ? "127.0.0.1" : host) + ":" + address.getPort();
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        connections.all().get().stream()
                .map(ConnectionView::connection)
                .forEach(connection -> names.add(connection.name()));
        return names;
    }
}
