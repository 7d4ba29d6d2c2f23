package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;
import dev.modeldeck.engine.local.text.TextQuality;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A worker that measures one model in one scheme and ends. What crashes is this process, never the
 * program; a scheme has one of its own, so that its memory is its own, too.
 *
 * @param <T> what is found
 */
public final class MeasuringWorker<T> implements AutoCloseable {

    private final Path folder;
    private final WorkerLog log;
    private final WorkerChild child;
    private final Function<WorkerEvent, Optional<T>> answer;

    private MeasuringWorker(
            Path folder,
            WorkerLog log,
            WorkerChild child,
            Function<WorkerEvent, Optional<T>> answer) {
        this.folder = folder;
        this.log = log;
        this.child = child;
        this.answer = answer;
    }

    /**
     * Begins to measure how well a model predicts, and returns at once.
     *
     * @param folder of the process and its log, made when missing
     */
    public static MeasuringWorker<TextQuality.Figures> ofQuality(QualityTask task, Path folder) {
        return start(
                task,
                new WorkerCommand(folder, task.model().threads(), true, Map.of()),
                event ->
                        event instanceof WorkerEvent.Measured(TextQuality.Figures figures)
                                ? Optional.of(figures)
                                : Optional.empty());
    }

    /**
     * Begins to measure how fast a model is, and returns at once.
     *
     * @param thorough whether to measure all there is, with more care
     * @param folder of the process and its log, made when missing
     * @param environment of the process, for its device
     */
    public static MeasuringWorker<ModelSpeed> ofSpeed(
            LocalModelSpec model, boolean thorough, Path folder, Map<String, String> environment) {
        return start(
                new SpeedTask(model, thorough),
                new WorkerCommand(folder.toAbsolutePath(), model.threads(), true, environment),
                event ->
                        event instanceof WorkerEvent.Timed(ModelSpeed speed)
                                ? Optional.of(speed)
                                : Optional.empty());
    }

    private static <T> MeasuringWorker<T> start(
            WorkerTask task, WorkerCommand command, Function<WorkerEvent, Optional<T>> answer) {
        WorkerLog log = new WorkerLog(command.folder());
        try {
            WorkerChild child = WorkerChild.start(command, task, log);
            return new MeasuringWorker<>(command.folder(), log, child, answer);
        } catch (IOException e) {
            log.close();
            throw new EngineException(
                    new Problem.Unavailable(
                            "The worker process cannot be started: " + e.getMessage()),
                    e);
        }
    }

    /**
     * Waits for what is found, once.
     *
     * @param progress told from this thread
     * @throws EngineException saying why there is nothing; that the worker ended where it was
     *     closed
     */
    public T await(LoadProgress progress) throws InterruptedException {
        Outcome outcome = new Outcome(progress);
        int code = child.follow(outcome::hear);
        if (outcome.found != null) {
            return outcome.found;
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

    private final class Outcome {

        private final LoadProgress progress;
        private @Nullable T found;
        private @Nullable Problem problem;

        Outcome(LoadProgress progress) {
            this.progress = progress;
        }

        void hear(WorkerEvent event) {
            switch (event) {
                case WorkerEvent.Progress(double fraction, String what) ->
                        progress.at(fraction, what);
                case WorkerEvent.Failed(Problem why) -> problem = why;
                case WorkerEvent.Measured _, WorkerEvent.Timed _, WorkerEvent.Ready _ ->
                        answer.apply(event).ifPresent(answered -> found = answered);
            }
        }
    }
}
