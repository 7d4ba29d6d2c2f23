package dev.modeldeck.engine.gateway;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Progress;
import dev.modeldeck.engine.registry.ModelVersion;
import dev.modeldeck.engine.registry.NewVersion;
import dev.modeldeck.engine.registry.Registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Registrations that run now. Copying a large model takes longer than clients wait: each runs to
 * its end without its caller, and a client that asks for the same again joins the one it began.
 */
final class Registrations {

    private final Map<NewVersion, FutureTask<ModelVersion>> running = new ConcurrentHashMap<>();
    private final Registry registry;

    Registrations(Registry registry) {
        this.registry = registry;
    }

    /** Blocks until the version is registered, by this call or by one before it. */
    ModelVersion run(NewVersion asked) {
        FutureTask<ModelVersion> mine =
                new FutureTask<>(() -> registry.register(asked, Progress.none()));
        FutureTask<ModelVersion> before = running.putIfAbsent(asked, mine);
        if (before != null) {
            return result(before);
        }
        try {
            mine.run();
        } finally {
            running.remove(asked);
        }
        return result(mine);
    }

    private static ModelVersion result(Future<ModelVersion> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw new EngineException(known.problem(), known);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw EngineException.cancelled();
        }
    }
}
