package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;

import java.time.Duration;
import java.util.List;

/** Starts whatever answers for a served entity. The engine's root says how (a worker, a server). */
@FunctionalInterface
public interface EntityLauncher {

    /** Begins to start and returns at once; {@link Running#state} tells the rest. */
    Running launch(EndpointName endpoint, ServedEntity entity);

    /** The entity as it is to be kept, its secrets out of sight; asked before it is stored. */
    default ServedEntity prepared(EndpointName endpoint, ServedEntity entity) {
        return entity;
    }

    /** A served entity that was started. */
    interface Running extends AutoCloseable {

        Live<State> state();

        /** The last lines of its log, oldest first. */
        Live<List<String>> log();

        /**
         * A call has passed this limit and was cancelled: whoever hangs because of it may be ended
         * and started again. Returns at once.
         */
        default void overdue(Duration limit) {}

        /** Ends it: running calls are given a moment, then cut. */
        @Override
        void close();
    }

    /** How it is. */
    sealed interface State {
        /** Fraction from 0 to 1, negative where unknown. */
        record Starting(double fraction, String what) implements State {}

        record Ready(Backend backend, long pid) implements State {}

        /** Died and is being started again. */
        record Recovering(Problem why, int restarts) implements State {}

        /** Will not come up without a change. */
        record Failed(Problem why) implements State {}

        record Stopped() implements State {}
    }
}
