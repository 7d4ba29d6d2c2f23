package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.ServerPage;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What a page of a server says, asked for when it is opened. */
final class ReadingViewModel {

    /** How far it is. */
    sealed interface State {

        record Reading() implements State {}

        record Said(ServerPage.Content content) implements State {}

        record Troubled(Problem problem) implements State {}
    }

    private final Connections connections;
    private final Work work;
    private final String id;
    private final ServerPage page;
    private final String model;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Reading());
    private Work.Handle running = () -> {};

    /**
     * @param id of the connection
     * @param model of which it tells; empty for the server itself
     */
    ReadingViewModel(Connections connections, Work work, String id, ServerPage page, String model) {
        this.connections = connections;
        this.work = work;
        this.id = id;
        this.page = page;
        this.model = model;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    void read() {
        running.cancel();
        state.set(new State.Reading());
        running =
                work.run(
                        () -> connections.read(id, page, model),
                        content -> state.set(new State.Said(content)),
                        problem -> state.set(new State.Troubled(problem)));
    }

    void cancel() {
        running.cancel();
    }
}
