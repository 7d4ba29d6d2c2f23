package dev.modeldeck.app.logs;

import dev.modeldeck.engine.requestlog.LoggedCall;

/** A call with its bodies, as the detail shows it. */
record CallDetail(LoggedCall call, LoggedCall.Bodies bodies) {

    /** Whether it can be sent again. */
    boolean replayable() {
        return bodies.request() != null && !call.endpoint().isEmpty();
    }
}
