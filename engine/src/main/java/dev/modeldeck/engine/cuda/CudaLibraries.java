package dev.modeldeck.engine.cuda;

import dev.modeldeck.engine.http.HttpCalls;
import dev.modeldeck.engine.http.HttpTerms;
import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.LiveValue;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * PyTorch's libraries for NVIDIA cards. Nothing is asked of the network unless a person asks for
 * it.
 */
public final class CudaLibraries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CudaLibraries.class);

    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /**
     * Where the libraries come from and go to.
     *
     * @param build for this system; nothing where there is none
     * @param root a folder of their own
     * @param repository address of a Maven repository, asked at each try
     * @param free bytes of the disk
     */
    record Place(
            Optional<CudaBuild> build, Path root, Supplier<String> repository, LongSupplier free) {}

    private final Place place;
    private final HttpCalls http =
            new HttpCalls(HttpTerms.patient().withConnect(CONNECT).withSilence(SILENCE));
    private final LiveValue<CudaState> state;
    private @Nullable Thread fetching;

    CudaLibraries(Place place) {
        this.place = place;
        place.build().ifPresent(build -> CudaFolder.of(place.root(), build).tidy());
        this.state = new LiveValue<>(present());
    }

    /**
     * Looks for what is here already.
     *
     * @param root a folder of their own
     * @param repository address of a Maven repository, asked at each try
     */
    public static CudaLibraries open(Path root, Supplier<String> repository) {
        return new CudaLibraries(
                new Place(
                        CudaBuild.ofThisSystem(),
                        root,
                        repository,
                        () -> root.toFile().getUsableSpace()));
    }

    public Live<CudaState> state() {
        return state;
    }

    /** Asks the repository. Call from a virtual thread. */
    public CudaSize size() {
        return CudaSize.of(
                sources(build()).stream().mapToLong(source -> source.file().size()).sum());
    }

    /** Begins to fetch them and returns at once; {@link #state} tells the rest. */
    public synchronized void fetch() {
        CudaBuild build = build();
        if (state.get() instanceof CudaState.Fetching) {
            return;
        }
        state.set(new CudaState.Fetching(CudaState.Step.DOWNLOADING, 0, 0));
        fetching =
                Thread.ofVirtual()
                        .name("cuda-fetch")
                        .uncaughtExceptionHandler((_, fault) -> unexpected(fault))
                        .start(() -> run(build));
    }

    /** Ends a fetch; what was downloaded is kept for the next one. */
    public synchronized void cancel() {
        if (fetching != null) {
            fetching.interrupt();
        }
    }

    /** Deletes the libraries and what was downloaded. */
    public synchronized void remove() {
        if (state.get() instanceof CudaState.Fetching) {
            throw new EngineException(
                    new Problem.Conflict("The libraries are being fetched. Cancel that first."));
        }
        try {
            CudaFolder.of(place.root(), build()).delete();
        } catch (IOException e) {
            throw new EngineException(
                    new Problem.Conflict(
                            "The libraries cannot be deleted (%s). Stop the endpoints that compute on a card first."
                                    .formatted(e.getMessage())),
                    e);
        } finally {
            state.set(present());
        }
    }

    /** What workers are told of them. */
    public CudaEnvironment environment() {
        return new CudaEnvironment(place.build().map(build -> CudaFolder.of(place.root(), build)));
    }

    private void run(CudaBuild build) {
        CudaFolder folder = CudaFolder.of(place.root(), build);
        try {
            new CudaFetch(
                            sources(build),
                            folder,
                            place.free(),
                            (step, done, all) -> state.set(new CudaState.Fetching(step, done, all)))
                    .run();
            state.set(present());
        } catch (EngineException e) {
            boolean cancelled = e.problem() instanceof Problem.Cancelled;
            state.set(
                    cancelled
                            ? present()
                            : new CudaState.Failed(e.problem(), folder.arrivedBytes()));
        }
    }

    private void unexpected(Throwable fault) {
        LOG.error("The libraries for cards could not be fetched", fault);
        state.set(
                new CudaState.Failed(
                        new Problem.Internal(
                                "The libraries could not be fetched for a reason that Modeldeck does"
                                        + " not know. The program's log has it."),
                        0));
    }

    private CudaState present() {
        return place.build()
                .<CudaState>map(build -> {
                    CudaFolder folder = CudaFolder.of(place.root(), build);
                    return folder.present()
                            ? new CudaState.Present(build.label(), folder.bytes())
                            : new CudaState.Absent(folder.arrivedBytes());
                })
                .orElseGet(CudaState.Unsupported::new);
    }

    private CudaBuild build() {
        return place.build()
                .orElseThrow(() ->
                        new EngineException(
                                new Problem.Unsupported(
                                        "PyTorch's libraries for NVIDIA cards are made for Linux and"
                                                + " Windows on x86-64 only.")));
    }

    private List<CudaFetch.Source> sources(CudaBuild build) {
        String address = place.repository().get().replaceFirst("/*$", "/");
        return build.artifacts().stream()
                .map(artifact ->
                        new CudaFetch.Source(
                                artifact,
                                new RepositoryFile(http, URI.create(address + artifact.path()))))
                .toList();
    }

    /** Ends a fetch and waits for it. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            last = fetching;
        }
        if (last != null) {
            last.interrupt();
            try {
                last.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        http.close();
    }
}
