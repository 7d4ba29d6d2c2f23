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

/**
 * The worker process. Reads a {@link WorkerSpec} from standard input, writes {@link WorkerEvent}s
 * to standard output and everything else to standard error. Standard input is also its life-line:
 * the word {@code stop} ends it when its requests are answered, the end of the stream at once.
 */
public final class WorkerMain {

    /** On standard input: answer what runs, then end. */
    static final String STOP = "stop";

    /** How long running requests may take after that. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

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
        // Libraries that print must not talk to the parent.
        System.setOut(System.err);
        String line = lifeLine.readLine();
        if (line == null) {
            return;
        }
        Thread.ofPlatform().daemon().name("load").start(() -> serve(WorkerSpec.parse(line)));
        if (STOP.equals(lifeLine.readLine()) && server != null) {
            server.drain(PATIENCE);
        }
        // Not exit: native threads may be computing, and nothing here needs to be tidied up.
        Runtime.getRuntime().halt(0);
    }

    private void serve(WorkerSpec spec) {
        try {
            // The two take about equally long, and share nothing.
            CompletableFuture<WorkerServer> face =
                    CompletableFuture.supplyAsync(() -> WorkerServer.start(spec));
            Backend backend =
                    LocalModels.open(
                            spec.model(),
                            (fraction, what) -> tell(new WorkerEvent.Progress(fraction, what)));
            WorkerServer started = face.join();
            started.open(backend);
            server = started;
            tell(new WorkerEvent.Ready(started.port()));
        } catch (EngineException e) {
            fail(e.problem(), e);
        } catch (RuntimeException | LinkageError e) {
            String message =
                    "The model could not be loaded for a reason that Modeldeck does not know. The"
                            + " worker's log has it.";
            fail(new Problem.Internal(message), e);
        }
    }

    private void fail(Problem problem, Throwable cause) {
        Logger log = LoggerFactory.getLogger(WorkerMain.class);
        log.error("The model could not be loaded", cause);
        tell(new WorkerEvent.Failed(problem));
        Runtime.getRuntime().halt(1);
    }

    private synchronized void tell(WorkerEvent event) {
        events.println(event.json());
    }
}
