package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.Problem;

import java.net.URI;

/** How a worker is. */
public sealed interface WorkerState {

    /** Loading for the first time; fraction from 0 to 1, negative where unknown. */
    record Starting(double fraction, String what) implements WorkerState {}

    /**
     * Answers.
     *
     * @param base address, for example {@code http://127.0.0.1:40123}
     * @param secret to be sent as {@code Authorization: Bearer}
     */
    record Ready(URI base, String secret, long pid) implements WorkerState {
        @Override
        public String toString() {
            return "Ready[" + base + ", pid " + pid + "]";
        }
    }

    /** Died and is being started again, for the how manieth time. */
    record Recovering(Problem problem, int restarts) implements WorkerState {}

    /** Will not come up without a change. */
    record Failed(Problem problem) implements WorkerState {}

    record Stopped() implements WorkerState {}
}
