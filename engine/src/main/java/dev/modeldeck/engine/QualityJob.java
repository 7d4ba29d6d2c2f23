package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.local.LocalModelSpec;
import dev.modeldeck.engine.local.text.TextQuality;
import dev.modeldeck.engine.registry.Inspection;
import dev.modeldeck.engine.registry.MemoryEstimate;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.quality.QualityStore;
import dev.modeldeck.engine.registry.quality.QualityText;
import dev.modeldeck.engine.registry.quality.SchemeQuality;
import dev.modeldeck.engine.worker.MeasuringWorker;
import dev.modeldeck.engine.worker.QualityTask;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** One run of the quality check: a version reads a text in one scheme after the other. */
final class QualityJob {

    private static final Logger LOG = LoggerFactory.getLogger(QualityJob.class);

    /** Tokens that a model has before it when it reads, at most. */
    private static final int WINDOW = 2048;

    private static final String DEVICE = "cpu";

    /**
     * What is to be done.
     *
     * @param schemes the exact one first
     * @param folder of the workers: for their log, and what float32 answered meanwhile
     * @param freeBytes of main memory now
     */
    record Order(
            ModelVersion version,
            QualityText text,
            List<String> schemes,
            Path folder,
            long freeBytes) {}

    private final Order order;
    private final Registry registry;
    private final QualityStore store;
    private final LiveValue<QualityRun> now;
    private final QualityRun.Subject subject;
    private final Path exact;
    private final Thread thread;
    private @Nullable MeasuringWorker<TextQuality.Figures> worker;
    private boolean cancelled;

    QualityJob(Order order, Registry registry, QualityStore store, LiveValue<QualityRun> now) {
        this.order = order;
        this.registry = registry;
        this.store = store;
        this.now = now;
        this.subject =
                new QualityRun.Subject(
                        order.version().model(), order.version().number(), order.text().sha256());
        this.exact = order.folder().resolve("float32.logits");
        this.thread =
                Thread.ofVirtual()
                        .name("quality")
                        .uncaughtExceptionHandler((_, fault) -> unexpected(fault))
                        .unstarted(this::run);
    }

    void start() {
        now.set(new QualityRun.Running(subject, 0, "", "Checking the files"));
        thread.start();
    }

    /** Ends it; schemes that were measured stay. */
    synchronized void cancel() {
        cancelled = true;
        if (worker == null) {
            thread.interrupt(); // the files are being checked
        } else {
            worker.close();
        }
    }

    void join() {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        QualityRun end;
        try {
            end = runToItsEnd();
        } finally {
            forget();
        }
        now.set(end);
    }

    private void unexpected(Throwable fault) {
        LOG.error("A quality check failed", fault);
        Problem problem =
                new Problem.Internal(
                        "The quality could not be measured for a reason that Modeldeck does not know."
                                + " The program's log has it.");
        now.set(new QualityRun.Failed(subject, "", problem));
    }

    private QualityRun runToItsEnd() {
        String scheme = "";
        try {
            registry.verify(order.version(), Progress.none());
            checkMemory();
            QualityStore.Reading reading = null;
            for (int i = 0; i < order.schemes().size(); i++) {
                scheme = order.schemes().get(i);
                reading = measure(i, reading);
            }
            return new QualityRun.Idle();
        } catch (EngineException e) {
            return cancelled()
                    ? new QualityRun.Idle()
                    : new QualityRun.Failed(subject, scheme, e.problem());
        } catch (InterruptedException _) {
            return new QualityRun.Idle();
        }
    }

    /** What needs more memory than there is would be ended by the system, other programs first. */
    private void checkMemory() {
        Inspection inspection = order.version().inspection();
        long needed = MemoryEstimate.of(inspection, TextQuality.EXACT, DEVICE, window(), 1).total();
        if (needed > order.freeBytes()) {
            throw new EngineException(
                    new Problem.Unavailable(
                            String.format(
                                    Locale.ROOT,
                                    "The schemes are held against float32, in which this model takes"
                                            + " about %,.1f GB of memory; %,.1f GB are free. Close"
                                            + " other programs, or measure it on a larger machine.",
                                    needed / 1e9,
                                    order.freeBytes() / 1e9)));
        }
    }

    private int window() {
        return Math.min(order.version().inspection().contextLength(), WINDOW);
    }

    /**
     * Measures a scheme and keeps what was found; one that cannot be run here does not keep the
     * others from it.
     *
     * @param before what was read in the scheme before; null if this is the first
     */
    private QualityStore.Reading measure(int index, QualityStore.@Nullable Reading before)
            throws InterruptedException {
        String scheme = order.schemes().get(index);
        QualityStore.Reading reading = before;
        SchemeQuality quality;
        try {
            TextQuality.Figures figures = figures(index);
            reading = reading(figures);
            quality = measured(scheme, figures);
        } catch (EngineException e) {
            if (reading == null || !(e.problem() instanceof Problem.Unsupported)) {
                throw e;
            }
            quality = new SchemeQuality.Refused(scheme, e.problem().message());
        }
        store.keep(reading, Instant.now(), quality);
        return reading;
    }

    private TextQuality.Figures figures(int index) throws InterruptedException {
        String scheme = order.schemes().get(index);
        try (MeasuringWorker<TextQuality.Figures> running = begin(scheme)) {
            return running.await((fraction, what) ->
                    now.set(
                            new QualityRun.Running(
                                    subject,
                                    (index + Math.max(0, fraction)) / order.schemes().size(),
                                    scheme,
                                    what)));
        }
    }

    private synchronized MeasuringWorker<TextQuality.Figures> begin(String scheme) {
        if (cancelled) {
            throw EngineException.cancelled();
        }
        LocalModelSpec model =
                new LocalModelSpec(
                        order.version().entry(),
                        LocalModelSpec.Kind.TEXT,
                        DEVICE,
                        scheme,
                        window(),
                        1,
                        0,
                        null,
                        List.of(),
                        List.of());
        worker =
                MeasuringWorker.ofQuality(
                        new QualityTask(model, order.text().text(), exact), order.folder());
        return worker;
    }

    private synchronized boolean cancelled() {
        return cancelled;
    }

    private QualityStore.Reading reading(TextQuality.Figures figures) {
        return new QualityStore.Reading(
                subject.model(),
                subject.version(),
                subject.textSha256(),
                figures.tokens(),
                figures.textTokens());
    }

    private static SchemeQuality measured(String scheme, TextQuality.Figures figures) {
        return new SchemeQuality.Measured(
                scheme,
                figures.perplexity(),
                figures.divergence(),
                figures.divergence99(),
                figures.sameTop(),
                figures.memoryBytes());
    }

    private void forget() {
        try {
            Files.deleteIfExists(exact);
        } catch (IOException e) {
            LOG.warn("What float32 answered could not be deleted: {}", e.toString());
        }
    }
}
