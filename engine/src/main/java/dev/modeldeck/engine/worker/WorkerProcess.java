package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModelSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker as its owner sees it: started at once, started again when it dies, ended when closed. A
 * worker that never became ready is given up, because a second try would end alike.
 */
public final class WorkerProcess implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** What a step may take to end after its request was cancelled; a piece of a prompt is long. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** A worker that lived this long is well again: its next crash counts as its first. */
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    /** Must be well before the process is started; throws what keeps it from being started. */
    @FunctionalInterface
    public interface Check {
        void run();
    }

    /**
     * What a worker is started under.
     *
     * @param environment variables of its process, over ours
     * @param memoryLimitBytes it is ended above it; 0 for none
     * @param folder of its log, made when missing
     * @param again asked before it is started once more; what it throws ends the worker for good
     */
    public record Terms(
            Map<String, String> environment, long memoryLimitBytes, Path folder, Check again) {
        public Terms {
            environment = Map.copyOf(environment);
            folder = folder.toAbsolutePath();
        }
    }

    private final WorkerSpec spec;
    private final Terms terms;
    private final WorkerCommand command;
    private final WorkerLog log;
    private final LiveValue<WorkerState> state =
            new LiveValue<>(new WorkerState.Starting(-1, "Starting the worker"));
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;

    private volatile @Nullable WorkerChild child;
    private volatile @Nullable Problem reported;
    private volatile long readySince;
    private boolean everReady;
    private int restarts;

    private WorkerProcess(WorkerSpec spec, Terms terms) {
        this.spec = spec;
        this.terms = terms;
        this.command =
                new WorkerCommand(
                        terms.folder(),
                        spec.model().threads(),
                        spec.model().kind() == LocalModelSpec.Kind.TEXT,
                        terms.environment());
        this.log = new WorkerLog(terms.folder());
        this.supervisor =
                Thread.ofPlatform()
                        .daemon()
                        .name("worker-" + spec.servedName())
                        .unstarted(this::supervise);
    }

    /** Begins to start a worker and returns at once. */
    public static WorkerProcess start(WorkerSpec spec, Terms terms) {
        WorkerProcess worker = new WorkerProcess(spec, terms);
        worker.supervisor.start();
        return worker;
    }

    public Live<WorkerState> state() {
        return state;
    }

    /** The last lines that it printed, oldest first. */
    public Live<List<String>> log() {
        return log.lines();
    }

    /**
     * A call has passed its time limit and was cancelled. If it hangs in native code, where nothing
     * can stop it, the worker ends after a grace and is started again.
     */
    public void overdue(Duration limit) {
        overdue(limit, GRACE);
    }

    void overdue(Duration limit, Duration grace) {
        WorkerChild running = child;
        if (running != null) {
            running.tell(new WorkerWord.Overdue(limit, grace));
        }
    }

    /** Ends it: requests that run are given a few seconds. Blocks until the process is gone. */
    @Override
    public void close() {
        closing.countDown();
        try {
            WorkerChild running = child;
            if (running != null) {
                running.stop();
            }
            supervisor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            WorkerChild running = child;
            if (running != null) {
                running.kill();
            }
        }
    }

    private void supervise() {
        try {
            Duration pause = FIRST_PAUSE;
            Problem trouble = runOnce();
            while (!closed() && everReady && reported == null) {
                restarts++;
                pause = livedWell() ? FIRST_PAUSE : pause;
                state.set(new WorkerState.Recovering(trouble, restarts));
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                trouble = runAgain();
            }
            state.set(closed() ? new WorkerState.Stopped() : new WorkerState.Failed(trouble));
        } catch (InterruptedException _) {
            state.set(new WorkerState.Stopped());
        } finally {
            log.close();
        }
    }

    private Problem runAgain() throws InterruptedException {
        try {
            terms.again().run();
        } catch (EngineException e) {
            reported = e.problem();
            return e.problem();
        }
        return runOnce();
    }

    /** Runs the process until it ends; gives the reason. */
    private Problem runOnce() throws InterruptedException {
        readySince = 0;
        try {
            WorkerChild running = WorkerChild.start(command, spec, log);
            child = running;
            log.note("Worker started, process " + running.pid());
            MemoryWatch memory = MemoryWatch.over(running, terms.memoryLimitBytes());
            if (closed()) {
                running.kill();
            }
            int code = running.follow(event -> hear(event, running));
            log.note("Worker ended with code " + code);
            return memory.struck() ? new Problem.Unavailable(memory.sentence()) : ended(code);
        } catch (IOException e) {
            return new Problem.Unavailable(
                    "The worker process cannot be started: " + e.getMessage());
        } catch (EngineException e) {
            return e.problem();
        }
    }

    private void hear(WorkerEvent event, WorkerChild from) {
        switch (event) {
            case WorkerEvent.Progress(double fraction, String what) ->
                    state.update(now ->
                            now instanceof WorkerState.Starting
                                    ? new WorkerState.Starting(fraction, what)
                                    : now);
            case WorkerEvent.Ready(int port) -> {
                everReady = true;
                readySince = System.nanoTime();
                URI base = URI.create("http://127.0.0.1:" + port);
                state.set(new WorkerState.Ready(base, spec.secret(), from.pid()));
            }
            case WorkerEvent.Failed(Problem problem) -> reported = problem;
            case WorkerEvent.Measured _, WorkerEvent.Timed _ -> {
                // The answer to other tasks.
            }
        }
    }

    private Problem ended(int code) {
        Problem said = reported;
        if (said != null) {
            return said;
        }
        String how = WorkerEnd.inWords(code);
        String when = readySince == 0 ? " while it loaded the model." : ".";
        return new Problem.Unavailable("The worker " + how + when + " See its log.");
    }

    private boolean livedWell() {
        return readySince != 0 && System.nanoTime() - readySince > HEALTHY.toNanos();
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
