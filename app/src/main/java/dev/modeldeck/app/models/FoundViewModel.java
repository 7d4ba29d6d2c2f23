package dev.modeldeck.app.models;

import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.here.FoundModel;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.function.Supplier;

/** The models that other programs keep on this machine: looked for when asked, never by itself. */
final class FoundViewModel {

    /** How far it is. */
    sealed interface State {

        record Unasked() implements State {}

        record Looking() implements State {}

        record Found(List<FoundModel> models) implements State {}

        record Troubled(Problem problem) implements State {}
    }

    private final Supplier<List<FoundModel>> here;
    private final Work work;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Unasked());

    FoundViewModel(Supplier<List<FoundModel>> here, Work work) {
        this.here = here;
        this.work = work;
    }

    /** Looks, unless it does already. */
    void look() {
        if (state.get() instanceof State.Looking) {
            return;
        }
        state.set(new State.Looking());
        work.run(
                here::get,
                models -> state.set(new State.Found(models)),
                problem -> state.set(new State.Troubled(problem)));
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
