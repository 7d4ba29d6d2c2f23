package dev.modeldeck.app.controls;

import dev.modeldeck.engine.kernel.Problem;

/** What a view can show. A {@link StatePane} has one pane for each. */
public sealed interface ViewState {

    /** There is nothing yet. */
    record Empty() implements ViewState {}

    record Loading() implements ViewState {}

    record Troubled(Problem problem) implements ViewState {}

    record Ready() implements ViewState {}
}
