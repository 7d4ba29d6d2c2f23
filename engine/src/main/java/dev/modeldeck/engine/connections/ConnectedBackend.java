package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.kernel.EngineException;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A model behind a connection that may change between two calls. */
final class ConnectedBackend implements Backend {

    /**
     * What was opened, at which door, which is another one after each change, and as which kind of
     * server, which may be another one by now.
     */
    private record Opened(Site at, RemoteServer kind, Backend backend) {

        boolean still(Watch now, Site site) {
            return at == site && now.kind().map(kind::equals).orElse(true);
        }
    }

    private final Supplier<Watch> watch;
    private final String model;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Opened opened;

    ConnectedBackend(Supplier<Watch> watch, String model) {
        this.watch = watch;
        this.model = model;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return current(watch.get()).answer(request, chunks);
    }

    private Backend current(Watch now) {
        Site site = now.site();
        Opened known = opened;
        return known != null && known.still(now, site) ? known.backend() : opened(now, site);
    }

    /**
     * Asks the server what it is where that is not known yet; others wait for the answer, each as
     * long as it likes.
     */
    private Backend opened(Watch now, Site site) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        }
        try {
            Opened known = opened;
            if (known != null && known.still(now, site)) {
                return known.backend();
            }
            RemoteServer kind = now.server();
            Backend fresh = kind.open(site, model);
            opened = new Opened(site, kind, fresh);
            if (known != null) {
                known.backend().close();
            }
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Opened known = opened;
        if (known != null) {
            known.backend().close();
        }
    }
}
