package dev.modeldeck.app.logs;

import dev.modeldeck.app.fx.Texts;
import dev.modeldeck.app.fx.Work;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.RequestLog;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes calls to a file, one file at a time, and says how far it is. */
final class ExportViewModel {

    private final Work work;
    private final RequestLog log;
    private final Texts texts = Texts.of("logs");
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private Work.@Nullable Handle writing;

    ExportViewModel(Work work, RequestLog log) {
        this.work = work;
        this.log = log;
    }

    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** From 0 to 1. */
    ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /** What is being written or was written; empty where there is nothing to say. */
    ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }

    void start(CallFilter filter, Path file, Consumer<Problem> failed) {
        if (running.get()) {
            return;
        }
        running.set(true);
        progress.set(0);
        words.set(texts.get("export.begins"));
        writing =
                work.run(
                        () -> write(filter, file),
                        rows -> end(texts.get("export.done", rows, file)),
                        problem -> {
                            end("");
                            failed.accept(problem);
                        });
    }

    /** Ends the writing; the file is as it was before. */
    void cancel() {
        if (writing != null && running.get()) {
            writing.cancel();
            end(texts.get("export.cancelled"));
        }
    }

    /** Takes the words away. */
    void dismiss() {
        if (!running.get()) {
            words.set("");
        }
    }

    private long write(CallFilter filter, Path file) {
        long all = log.count(filter);
        try {
            return log.exportCsv(
                    filter, file, rows -> work.deliver(() -> written(rows, Math.max(rows, all))));
        } catch (IOException e) {
            throw new EngineException(new Problem.Invalid(texts.get("export.failed", file)), e);
        }
    }

    private void written(long rows, long all) {
        if (running.get()) {
            progress.set((double) rows / Math.max(1, all));
            words.set(texts.get("export.running", rows, all));
        }
    }

    private void end(String said) {
        running.set(false);
        words.set(said);
    }
}
