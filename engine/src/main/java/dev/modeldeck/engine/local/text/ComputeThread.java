package dev.modeldeck.engine.local.text;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

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

    private static final String NO_MEMORY =
            "There is not enough memory for this model and its context. Close other programs, or serve it"
                    + " with a shorter context, a lower concurrency or a smaller data type.";

    private static final String FAILED =
            "PyTorch could not compute a step of the model. The worker's log says where.";

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
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof ai.djl.engine.EngineException torch) {
            String reason = String.valueOf(torch.getMessage());
            boolean memory = reason.contains("allocate memory") || reason.contains("out of memory");
            return new EngineException(
                    memory ? new Problem.Unavailable(NO_MEMORY) : new Problem.Internal(FAILED),
                    torch);
        }
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException(FAILED, cause);
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
