package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.inference.Backend;
import dev.modeldeck.engine.inference.ChunkListener;
import dev.modeldeck.engine.inference.InferenceRequest;
import dev.modeldeck.engine.inference.InferenceResult;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** A model behind a connection that may change between two calls. */
final class ConnectedBackend implements Backend {

    /** What was opened, and by which watch, which is another one after each change. */
    private record Opened(Watch by, Backend backend) {}

    private final Supplier<Watch> watch;
    private final String model;
    private @Nullable Opened opened;

    ConnectedBackend(Supplier<Watch> watch, String model) {
        this.watch = watch;
        this.model = model;
    }

    @Override
    public InferenceResult answer(InferenceRequest request, ChunkListener chunks) {
        return current(watch.get()).answer(request, chunks);
    }

    /** Asks the server what it is where that is not known yet; others wait for the answer. */
    private synchronized Backend current(Watch now) {
        Opened known = opened;
        if (known != null && known.by() == now) {
            return known.backend();
        }
        Backend fresh = now.server().open(now.site(), model);
        if (known != null) {
            known.backend().close();
        }
        opened = new Opened(now, fresh);
        return fresh;
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.backend().close();
        }
    }
}
