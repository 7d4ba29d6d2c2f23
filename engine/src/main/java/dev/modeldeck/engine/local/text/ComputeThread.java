package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one platform thread on which a model computes. Steps of several requests run in the order in
 * which they are asked for, so that they take turns token by token, and PyTorch keeps a single pool
 * of workers.
 */
final class ComputeThread implements AutoCloseable {

    private final ExecutorService executor;

    ComputeThread(String name) {
        executor =
                Executors.newSingleThreadExecutor(
                        step -> Thread.ofPlatform().name(name).daemon().unstarted(step));
    }

    /**
     * Runs a step and waits for it. When interrupted, a step that has begun ends on its own,
     * unheard.
     */
    <T> T run(Callable<T> step) {
        try {
            Future<T> result = executor.submit(step);
            try {
                return result.get();
            } catch (InterruptedException _) {
                result.cancel(false);
                Thread.currentThread().interrupt();
                throw EngineException.cancelled();
            }
        } catch (RejectedExecutionException _) {
            throw EngineException.cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A step of the model failed.", e.getCause());
        }
    }

    /** Lets the present step end and drops those that wait. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
