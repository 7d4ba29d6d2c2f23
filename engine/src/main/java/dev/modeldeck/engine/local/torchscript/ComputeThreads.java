package dev.modeldeck.engine.local.torchscript;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The platform threads on which a model computes. Steps run in the order in which they are asked
 * for; callers wait on threads of their own. PyTorch cannot be stopped half-way, so a caller who is
 * interrupted is let go only when the step that has begun is over: what a step uses is never handed
 * on while it runs, and a step that hangs is seen as the request that does not end.
 */
public final class ComputeThreads implements AutoCloseable {

    private static final String NO_MEMORY =
            "There is not enough memory for this model and its context. Close other programs, or serve it"
                    + " with a shorter context, a lower concurrency or a smaller data type.";

    private static final String FAILED =
            "PyTorch could not compute a step of the model. The worker's log says where.";

    private final ExecutorService executor;

    /**
     * @param count steps that may run side by side, at least 1
     */
    public ComputeThreads(String name, int count) {
        executor =
                Executors.newFixedThreadPool(
                        Math.max(1, count),
                        Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }

    /**
     * Runs a step and waits for it.
     *
     * @throws EngineException with {@code Cancelled} when the caller is interrupted or this is
     *     closed; with what the step threw, or a problem made of PyTorch's own
     */
    public <T> T run(Callable<T> step) {
        AtomicBoolean given = new AtomicBoolean();
        Future<T> running =
                submit(() -> {
                    if (given.get()) {
                        throw EngineException.cancelled();
                    }
                    return step.call();
                });
        try {
            return running.get();
        } catch (InterruptedException _) {
            given.set(true);
            awaitEnd(running);
            Thread.currentThread().interrupt();
            throw EngineException.cancelled();
        } catch (CancellationException _) {
            throw EngineException.cancelled();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /**
     * Runs something that tells its outcome itself.
     *
     * @throws EngineException with {@code Cancelled} when this is closed
     */
    public void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException _) {
            throw EngineException.cancelled();
        }
    }

    private <T> Future<T> submit(Callable<T> step) {
        try {
            return executor.submit(step);
        } catch (RejectedExecutionException _) {
            throw EngineException.cancelled();
        }
    }

    /** However often the caller is interrupted meanwhile. */
    private static void awaitEnd(Future<?> running) {
        while (!running.isDone()) {
            try {
                running.get();
            } catch (InterruptedException | ExecutionException | CancellationException _) {
                continue; // nobody hears how it ended
            }
        }
    }

    /** What a step threw, as a problem where it came from PyTorch. */
    public static RuntimeException failure(@Nullable Throwable cause) {
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

    /** Lets the steps that run end, a minute long, and drops those that wait. */
    @Override
    public void close() {
        executor.shutdownNow().forEach(ComputeThreads::drop);
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever waits for it is let go. */
    private static void drop(Runnable waiting) {
        if (waiting instanceof Future<?> step) {
            step.cancel(false);
        }
    }
}
