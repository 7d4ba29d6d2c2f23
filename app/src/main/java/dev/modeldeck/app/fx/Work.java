package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.Subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs what takes time on virtual threads and brings the outcome to the FX thread. View-models are
 * given one, so that their tests can bring outcomes to the test's own thread.
 */
public final class Work {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final Executor results;

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
        AtomicBoolean wanted = new AtomicBoolean(true);
        Thread thread =
                Thread.ofVirtual()
                        .name("work")
                        .start(() -> {
                            Runnable outcome = outcome(task, onDone, onFailed);
                            results.execute(() -> {
                                if (wanted.get()) {
                                    outcome.run();
                                }
                            });
                        });
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

    // One of the three broad catches of the program: whatever a job throws becomes a problem.
    private static <T> Runnable outcome(
            Callable<T> task, Consumer<? super T> onDone, Consumer<? super Problem> onFailed) {
        try {
            T result = task.call();
            return () -> onDone.accept(result);
        } catch (EngineException e) {
            return () -> onFailed.accept(e.problem());
        } catch (InterruptedException e) {
            return () -> onFailed.accept(new Problem.Cancelled("It was cancelled."));
        } catch (Exception e) {
            LOG.error("A job failed", e);
            return () -> onFailed.accept(new Problem.Internal(Texts.internalFault()));
        }
    }
}
