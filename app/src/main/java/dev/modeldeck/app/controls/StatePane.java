package dev.modeldeck.app.controls;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

/** Shows one of four nodes as the state says: empty, loading, trouble with a retry, or ready. */
public final class StatePane extends StackPane {

    private final Node empty;
    private final Node ready;
    private final Node loading = new LoadingPane();
    private final ProblemPane troubled;

    /** For what is followed in memory, which has no trouble to tell. */
    public StatePane(ObservableValue<? extends ViewState> state, Node empty, Node ready) {
        this(state, empty, ready, () -> {});
    }

    public StatePane(
            ObservableValue<? extends ViewState> state, Node empty, Node ready, Runnable retry) {
        this.empty = empty;
        this.ready = ready;
        this.troubled = new ProblemPane(retry);
        state.subscribe(this::show);
    }

    private void show(ViewState state) {
        getChildren()
                .setAll(
                        switch (state) {
                            case ViewState.Empty _ -> empty;
                            case ViewState.Loading _ -> loading;
                            case ViewState.Troubled(var problem) -> {
                                troubled.show(problem);
                                yield troubled;
                            }
                            case ViewState.Ready _ -> ready;
                        });
    }
}
