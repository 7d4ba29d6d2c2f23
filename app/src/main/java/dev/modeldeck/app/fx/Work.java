package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs what takes time on virtual threads and brings the outcome to the FX thread. View-models are
 * given one, so that their tests can bring outcomes to the test's own thread.
 */
public final class Work implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Executor results;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Outcomes arrive on the FX thread. */
    public Work() {
        this(Fx::later);
    }

    public Work(Executor results) {
        this.results = results;
    }

    /** Work under way. Cancelling interrupts it, and neither callback is called any more. */
    @FunctionalInterface
    public interface Handle {
        void cancel();
    }

    public <T> Handle run(
            Callable<T> task, Consumer<? super T> onDone, Consumer<? super Problem> onFailed) {
        if (closed) {
            return () -> {};
        }
        AtomicBoolean wanted = new AtomicBoolean(true);
        Thread thread =
                Thread.ofVirtual()
                        .name("work")
                        .unstarted(() -> {
                            Runnable outcome = outcome(task, onDone, onFailed, wanted);
                            results.execute(() -> {
                                if (wanted.get() && !closed) {
                                    outcome.run();
                                }
                            });
                            running.remove(Thread.currentThread());
                        });
        running.add(thread);
        thread.start();
        return () -> {
            wanted.set(false);
            thread.interrupt();
        };
    }

    /** Work without a result. */
    public Handle run(Runnable task, Runnable onDone, Consumer<? super Problem> onFailed) {
        return run(
                () -> {
                    task.run();
                    return true;
                },
                done -> onDone.run(),
                onFailed);
    }

    /** Delivers on the FX thread, for progress that work reports from its own thread. */
    public void deliver(Runnable action) {
        results.execute(action);
    }

    /** {@link LiveBridge#follow} to the thread of the outcomes. */
    public <T> Subscription follow(Live<T> live, Consumer<? super T> consumer) {
        return LiveBridge.follow(live, results, consumer);
    }

    /**
     * Cancels all that runs and waits for it, so that what it reads can be closed after this. What
     * does not heed an interrupt in time is left behind; it reports nothing any more.
     */
    @Override
    public void close() {
        closed = true;
        running.forEach(Thread::interrupt);
        long end = System.nanoTime() + LONGEST_END.toNanos();
        try {
            for (Thread each : running) {
                each.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The one broad catch of the window: whatever a job throws becomes a problem, an Error too, as
    // whoever waits for the job would wait for ever.
    private <T> Runnable outcome(
            Callable<T> task,
            Consumer<? super T> onDone,
            Consumer<? super Problem> onFailed,
            AtomicBoolean wanted) {
        try {
            T result = task.call();
            return () -> onDone.accept(result);
        } catch (EngineException e) {
            return () -> onFailed.accept(e.problem());
        } catch (InterruptedException e) {
            return () -> onFailed.accept(new Problem.Cancelled("It was cancelled."));
        } catch (Throwable e) {
            if (wanted.get() && !closed) {
                LOG.error("A job failed", e);
            }
            return () -> onFailed.accept(new Problem.Internal(Texts.internalFault()));
        }
    }
}
