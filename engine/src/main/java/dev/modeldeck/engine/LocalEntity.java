package dev.modeldeck.engine;

import dev.modeldeck.engine.endpoints.EntityLauncher;
import dev.modeldeck.engine.endpoints.EntityLauncher.State;
import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.worker.WorkerProcess;
import dev.modeldeck.engine.worker.WorkerState;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A served entity on a worker, from the check of its files on. */
final class LocalEntity implements EntityLauncher.Running {

    private static final Logger LOG = LoggerFactory.getLogger(LocalEntity.class);

    /** What leads to a worker; may take long, and is interrupted when the entity is closed. */
    interface Starting {
        Started start(Progress progress);
    }

    /**
     * @param backend speaks to the worker, anew after each of its starts
     */
    record Started(WorkerProcess worker, Function<WorkerState.Ready, Backend> backend) {}

    private final LiveValue<State> state =
            new LiveValue<>(new State.Starting(-1, "Checking the files"));
    private final LiveValue<List<String>> log = new LiveValue<>(List.of());
    private final Object lock = new Object();
    private final Thread starter;
    private @Nullable WorkerProcess worker;
    private boolean closed;

    private LocalEntity(Starting starting) {
        starter =
                Thread.ofVirtual()
                        .name("start-entity")
                        .uncaughtExceptionHandler((_, fault) -> unexpected(fault))
                        .unstarted(() -> start(starting));
    }

    static LocalEntity begin(Starting starting) {
        LocalEntity entity = new LocalEntity(starting);
        entity.starter.start();
        return entity;
    }

    @Override
    public Live<State> state() {
        return state;
    }

    @Override
    public Live<List<String>> log() {
        return log;
    }

    @Override
    public void overdue(Duration limit) {
        synchronized (lock) {
            if (worker != null) {
                worker.overdue(limit);
            }
        }
    }

    @Override
    public void close() {
        WorkerProcess running;
        synchronized (lock) {
            closed = true;
            running = worker;
        }
        if (running != null) {
            running.close();
        } else {
            starter.interrupt();
        }
        state.set(new State.Stopped());
    }

    private void start(Starting starting) {
        try {
            Started started = starting.start(this::advance);
            if (!adopt(started.worker())) {
                started.worker().close();
                return;
            }
            started.worker().log().subscribe(log::set);
            started.worker().state().subscribe(next -> state.set(translate(next, started)));
        } catch (EngineException e) {
            fail(e.problem());
        }
    }

    private void unexpected(Throwable fault) {
        LOG.error("A served entity could not be started", fault);
        fail(
                new Problem.Internal(
                        "The model could not be started for a reason that Modeldeck does not know."
                                + " The program's log has it."));
    }

    private void advance(double fraction, String what) {
        state.update(
                now -> now instanceof State.Starting ? new State.Starting(fraction, what) : now);
    }

    private boolean adopt(WorkerProcess started) {
        synchronized (lock) {
            worker = started;
            return !closed;
        }
    }

    private void fail(Problem problem) {
        synchronized (lock) {
            if (!closed) {
                state.set(new State.Failed(problem));
            }
        }
    }

    private static State translate(WorkerState state, Started started) {
        return switch (state) {
            case WorkerState.Starting(double fraction, String what) ->
                    new State.Starting(fraction, what);
            case WorkerState.Ready ready ->
                    new State.Ready(started.backend().apply(ready), ready.pid());
            case WorkerState.Recovering(Problem why, int restarts) ->
                    new State.Recovering(why, restarts);
            case WorkerState.Failed(Problem why) -> new State.Failed(why);
            case WorkerState.Stopped() -> new State.Stopped();
        };
    }
}
