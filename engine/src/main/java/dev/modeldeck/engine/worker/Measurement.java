package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.inference.speed.ModelSpeed;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.checkpoint.LoadProgress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Measures how fast a model is, in a process of its own that is started as workers are. */
public final class Measurement {

    private final LocalModelSpec model;
    private final LoadProgress progress;
    private @Nullable ModelSpeed measured;
    private @Nullable Problem reported;

    private Measurement(LocalModelSpec model, LoadProgress progress) {
        this.model = model;
        this.progress = progress;
    }

    /**
     * Blocks until all is measured; interrupting it ends the process.
     *
     * @param folder of the process and its log
     * @throws EngineException saying why nothing could be measured
     */
    public static ModelSpeed run(
            LocalModelSpec model, boolean thorough, Path folder, LoadProgress progress) {
        return new Measurement(model, progress).run(thorough, folder.toAbsolutePath());
    }

    private ModelSpeed run(boolean thorough, Path folder) {
        WorkerCommand command = new WorkerCommand(folder, model.threads(), Map.of());
        try (WorkerLog log = new WorkerLog(folder)) {
            WorkerChild child = WorkerChild.start(command, new SpeedTask(model, thorough), log);
            int code = follow(child);
            ModelSpeed speed = measured;
            if (speed == null) {
                throw new EngineException(reported == null ? ended(code, folder) : reported);
            }
            return speed;
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Unavailable(
                            "The process that measures cannot be started: " + e.getMessage()),
                    e);
        }
    }

    private int follow(WorkerChild child) {
        try {
            return child.follow(this::hear);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } finally {
            child.kill();
        }
    }

    private void hear(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Progress(double fraction, String what) -> progress.at(fraction, what);
            case WorkerEvent.Timed(ModelSpeed speed) -> measured = speed;
            case WorkerEvent.Failed(Problem problem) -> reported = problem;
            case WorkerEvent.Ready _, WorkerEvent.Measured _ -> {} // the answers to other tasks
        }
    }

    private static Problem ended(int code, Path folder) {
        return new Problem.Unavailable(
                "The process that measured ended with code %d. Its log is %s."
                        .formatted(code, folder.resolve("worker.log")));
    }
}
