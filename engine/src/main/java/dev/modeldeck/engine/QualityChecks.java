package dev.modeldeck.engine;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.HomeFolder;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.registry.InUse;
import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.Registry;
import dev.modeldeck.engine.registry.quality.QualityReport;
import dev.modeldeck.engine.registry.quality.QualityStore;
import dev.modeldeck.engine.registry.quality.QualityText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Measures what each scheme of weights costs a language model in quality, on demand and one version
 * at a time. Figures are kept as they are found.
 */
public final class QualityChecks implements InUse, AutoCloseable {

    /** No endpoint can be called so. */
    private static final String FOLDER = ".quality";

    private final Registry registry;
    private final QualityStore store;
    private final LongSupplier freeBytes;
    private final HomeFolder home;
    private final List<String> schemes;
    private final LiveValue<QualityRun> now = new LiveValue<>(new QualityRun.Idle());
    private @Nullable QualityJob job;

    /**
     * @param freeBytes of main memory
     */
    QualityChecks(Registry registry, QualityStore store, HomeFolder home, LongSupplier freeBytes) {
        this(registry, store, home, freeBytes, QualityReport.SCHEMES);
    }

    QualityChecks(
            Registry registry,
            QualityStore store,
            HomeFolder home,
            LongSupplier freeBytes,
            List<String> schemes) {
        this.registry = registry;
        this.store = store;
        this.home = home;
        this.freeBytes = freeBytes;
        this.schemes = schemes;
    }

    public Live<QualityRun> now() {
        return now;
    }

    /** What is known about a version, one report a text, the newest first. Reads the database. */
    public List<QualityReport> of(ModelName model, int version) {
        return store.of(model, version);
    }

    /**
     * Begins to measure and returns at once; {@link #now} tells the rest.
     *
     * @throws EngineException with {@code Conflict} while another version is measured, {@code
     *     Unsupported} where the version is no language model
     */
    public synchronized void start(ModelName model, int version, QualityText text) {
        if (now.get() instanceof QualityRun.Running) {
            throw new EngineException(
                    new Problem.Conflict(
                            "Another quality check runs. Wait until it has ended, or cancel it."));
        }
        ModelVersion measured = registry.version(model, version);
        if (measured.inspection().shape() == null) {
            throw new EngineException(
                    new Problem.Unsupported(
                            "Only language models can be measured: this one writes no text."));
        }
        QualityJob next =
                new QualityJob(
                        new QualityJob.Order(
                                measured,
                                text,
                                schemes,
                                home.workers().resolve(FOLDER),
                                freeBytes.getAsLong()),
                        registry,
                        store,
                        now);
        job = next;
        next.start();
    }

    /** Ends what runs; schemes that were measured stay. */
    public synchronized void cancel() {
        if (job != null) {
            job.cancel();
        }
    }

    @Override
    public Optional<String> by(ModelName model, int version) {
        return now.get() instanceof QualityRun.Running running
                        && running.subject().model().equals(model)
                        && running.subject().version() == version
                ? Optional.of("the quality check that runs")
                : Optional.empty();
    }

    /** Cancels, and waits until nothing runs. */
    @Override
    public void close() {
        QualityJob last;
        synchronized (this) {
            last = job;
        }
        if (last != null) {
            last.cancel();
            last.join();
        }
    }
}
