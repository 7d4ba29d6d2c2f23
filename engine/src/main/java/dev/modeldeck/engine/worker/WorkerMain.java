package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModels;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;

/**
 * The worker process. Reads a {@link WorkerTask} from standard input, writes {@link WorkerEvent}s
 * to standard output and everything else to standard error. Standard input is also its life-line: a
 * {@link WorkerWord} says what to do, the end of the stream ends it at once.
 */
public final class WorkerMain {

    /** How long running requests may take after the word to stop. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    /** Announces its features at every start; kept here, or its level would be forgotten. */
    private static final java.util.logging.Logger HELIDON =
            java.util.logging.Logger.getLogger("io.helidon");

    private final PrintStream events =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final BufferedReader lifeLine =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private volatile @Nullable WorkerServer server;

    private WorkerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new WorkerMain().run();
    }

    private void run() throws IOException, InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> end(WorkerEnd.TERMINATED)));
        // Libraries that print must not talk to the parent.
        System.setOut(System.err);
        HELIDON.setLevel(Level.WARNING);
        String line = lifeLine.readLine();
        if (line == null) {
            return;
        }
        Thread.ofPlatform().daemon().name("load").start(() -> begin(line));
        obey();
        end(0);
    }

    private void obey() throws IOException, InterruptedException {
        for (String line = lifeLine.readLine(); line != null; line = lifeLine.readLine()) {
            WorkerServer running = server;
            switch (WorkerWord.parse(line)) {
                case WorkerWord.Stop _ -> {
                    if (running != null) {
                        running.drain(PATIENCE);
                    }
                    return;
                }
                case WorkerWord.Overdue overdue ->
                        Thread.ofPlatform().daemon().start(() -> endIfStuck(overdue));
            }
        }
    }

    private void endIfStuck(WorkerWord.Overdue overdue) {
        try {
            Thread.sleep(overdue.grace());
        } catch (InterruptedException _) {
            return;
        }
        WorkerServer running = server;
        if (running != null && running.runsLongerThan(overdue.limit().plus(overdue.grace()))) {
            LOG.error("A request that was ended still computes: ending the process");
            end(WorkerEnd.STUCK);
        }
    }

    /**
     * Not an exit: PyTorch's own clearing up crashes while a forward runs, and nothing here needs
     * to be tidied up.
     */
    private static void end(int code) {
        Runtime.getRuntime().halt(code);
    }

    private void begin(String line) {
        try {
            switch (WorkerTask.parse(line)) {
                case WorkerSpec spec -> serve(spec);
                case QualityTask task -> measure(task);
                case SpeedTask task -> time(task);
            }
        } catch (EngineException e) {
            fail(e.problem(), e);
        } catch (RuntimeException | Error e) {
            String message =
                    "The model could not be loaded for a reason that Modeldeck does not know. The"
                            + " worker's log has it.";
            fail(new Problem.Internal(message), e);
        }
    }

    private void serve(WorkerSpec spec) {
        LOG.info("Loading {} for {}", spec.model().model(), spec.model().device());
        // The two take about equally long, and share nothing.
        CompletableFuture<WorkerServer> face =
                CompletableFuture.supplyAsync(() -> WorkerServer.start(spec));
        Backend backend = LocalModels.open(spec.model(), this::advance);
        WorkerServer started = face.join();
        started.open(backend);
        server = started;
        LOG.info("Ready on port {}", started.port());
        tell(new WorkerEvent.Ready(started.port()));
    }

    private void measure(QualityTask task) {
        LOG.info("Measuring {} in {}", task.model().model(), task.model().dtype());
        tell(
                new WorkerEvent.Measured(
                        LocalModels.measure(
                                task.model(), task.text(), task.exact(), this::advance)));
        end(0);
    }

    private void time(SpeedTask task) {
        LOG.info("Timing {} in {}", task.model().model(), task.model().dtype());
        tell(
                new WorkerEvent.Timed(
                        LocalModels.measure(task.model(), task.thorough(), this::advance)));
        end(0);
    }

    private void advance(double fraction, String what) {
        tell(new WorkerEvent.Progress(fraction, what));
    }

    private void fail(Problem problem, Throwable cause) {
        LOG.error("The task could not be done", cause);
        tell(new WorkerEvent.Failed(problem));
        end(1);
    }

    private synchronized void tell(WorkerEvent event) {
        events.println(event.json());
    }
}
