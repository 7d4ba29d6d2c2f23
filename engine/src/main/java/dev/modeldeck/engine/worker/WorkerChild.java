package dev.modeldeck.engine.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** One run of a worker's process, seen from the parent. */
final class WorkerChild {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerChild.class);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final Process process;
    private final WorkerLog log;
    private final Thread errors;
    private final Thread undertaker;

    private WorkerChild(Process process, WorkerLog log) {
        this.process = process;
        this.log = log;
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        this.errors =
                Thread.ofPlatform().daemon().name("worker-log").start(() -> log.addAll(lines));
        // The child ends with its standard input anyway; this also ends one that hangs.
        this.undertaker = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(undertaker);
    }

    static WorkerChild start(WorkerCommand command, WorkerOrder order, WorkerLog log)
            throws IOException {
        WorkerChild child = new WorkerChild(command.start(), log);
        child.say(order.json());
        return child;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Passes on what the child tells until it has ended; gives its exit code. */
    int follow(Consumer<WorkerEvent> listener) throws InterruptedException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String other = line;
                WorkerEvent.parse(line).ifPresentOrElse(listener, () -> log.add(other));
            }
        } catch (IOException e) {
            LOG.debug("A worker's events ended early", e);
        }
        int code = process.waitFor();
        errors.join(LAST_MOMENT); // its last words say why
        forgetUndertaker();
        return code;
    }

    /** Lets it answer what it is asked, a moment long, then ends it. */
    void stop() throws InterruptedException {
        say(new WorkerWord.Stop().line());
        if (!process.waitFor(WorkerMain.PATIENCE)) {
            closeLifeLine();
            if (!process.waitFor(LAST_MOMENT)) {
                kill();
            }
        }
    }

    void tell(WorkerWord word) {
        say(word.line());
    }

    void kill() {
        process.destroyForcibly();
    }

    private synchronized void say(String line) {
        try {
            Writer writer = process.outputWriter(StandardCharsets.UTF_8);
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            LOG.debug("A worker ended before it could be spoken to", e);
        }
    }

    private void closeLifeLine() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("A worker's life-line was closed already", e);
        }
    }

    private void forgetUndertaker() {
        try {
            Runtime.getRuntime().removeShutdownHook(undertaker);
        } catch (IllegalStateException e) {
            LOG.trace("The program is ending, and the hook runs", e);
        }
    }
}
