package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.text.TextQuality;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A worker that measures one scheme and ends. What crashes is this process, never the program; a
 * scheme has one of its own, so that its memory is its own, too.
 */
public final class QualityWorker implements AutoCloseable {

    private final Path folder;
    private final WorkerLog log;
    private final WorkerChild child;

    private QualityWorker(Path folder, WorkerLog log, WorkerChild child) {
        this.folder = folder;
        this.log = log;
        this.child = child;
    }

    /**
     * Begins to measure and returns at once.
     *
     * @param folder of its log, made when missing
     */
    public static QualityWorker start(QualityTask task, Path folder) {
        WorkerLog log = new WorkerLog(folder);
        WorkerCommand command = new WorkerCommand(folder, task.model().threads(), Map.of());
        try {
            return new QualityWorker(folder, log, WorkerChild.start(command, task, log));
        } catch (IOException e) {
            log.close();
            throw new EngineException(
                    new Problem.Unavailable(
                            "The worker process cannot be started: " + e.getMessage()),
                    e);
        }
    }

    /**
     * Waits for the figures, once.
     *
     * @param progress told from this thread
     * @throws EngineException saying why there are none; that the worker ended where it was closed
     */
    public TextQuality.Figures await(LoadProgress progress) throws InterruptedException {
        Outcome outcome = new Outcome(progress);
        int code = child.follow(outcome::hear);
        if (outcome.figures != null) {
            return outcome.figures;
        }
        Problem said = outcome.problem;
        throw new EngineException(
                said != null
                        ? said
                        : new Problem.Unavailable(
                                "The worker %s. Its log is %s."
                                        .formatted(
                                                WorkerEnd.inWords(code),
                                                folder.resolve(WorkerLog.NAME))));
    }

    /** Ends it, whatever it does. */
    @Override
    public void close() {
        child.kill();
        log.close();
    }

    private static final class Outcome {

        private final LoadProgress progress;
        private TextQuality.@Nullable Figures figures;
        private @Nullable Problem problem;

        Outcome(LoadProgress progress) {
            this.progress = progress;
        }

        void hear(WorkerEvent event) {
            switch (event) {
                case WorkerEvent.Progress(double fraction, String what) ->
                        progress.at(fraction, what);
                case WorkerEvent.Measured(TextQuality.Figures found) -> figures = found;
                case WorkerEvent.Failed(Problem why) -> problem = why;
                case WorkerEvent.Ready _, WorkerEvent.Timed _ -> {
                    // The answer to another task.
                }
            }
        }
    }
}
