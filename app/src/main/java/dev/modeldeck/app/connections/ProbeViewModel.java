package dev.modeldeck.app.connections;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.connections.Connection;
import dev.modeldeck.engine.connections.Connections;
import dev.modeldeck.engine.connections.ProbeReport;
import dev.modeldeck.engine.connections.ProbeReport.Step;
import dev.modeldeck.engine.kernel.Problem;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayList;
import java.util.List;

/** Tries the way to a server, and tells of each step as it is taken. */
final class ProbeViewModel {

    /** How far it is. */
    sealed interface State {

        record Untested() implements State {}

        /**
         * @param secure whether one of the steps is to encrypt
         */
        record Testing(List<Step> steps, boolean secure) implements State {}

        record Tested(ProbeReport report, boolean secure) implements State {}

        /** It could not be tried at all. */
        record Troubled(Problem problem) implements State {}
    }

    private final Connections connections;
    private final Work work;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Untested());
    private Work.Handle running = () -> {};
    private int run;

    ProbeViewModel(Connections connections, Work work) {
        this.connections = connections;
        this.work = work;
    }

    ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    boolean testing() {
        return state.get() instanceof State.Testing;
    }

    void test(Connection draft) {
        cancel();
        boolean secure = "https".equals(draft.address().getScheme());
        int mine = ++run;
        state.set(new State.Testing(List.of(), secure));
        running =
                work.run(
                        () ->
                                connections.probe(
                                        draft, step -> work.deliver(() -> taken(mine, step))),
                        report -> state.set(new State.Tested(report, secure)),
                        problem -> state.set(new State.Troubled(problem)));
    }

    /** Ends the test that runs; nothing is told of it any more. */
    void cancel() {
        running.cancel();
        run++;
        if (testing()) {
            state.set(new State.Untested());
        }
    }

    private void taken(int by, Step step) {
        if (by == run && state.get() instanceof State.Testing(List<Step> before, boolean secure)) {
            List<Step> steps = new ArrayList<>(before);
            steps.add(step);
            state.set(new State.Testing(List.copyOf(steps), secure));
        }
    }
}
