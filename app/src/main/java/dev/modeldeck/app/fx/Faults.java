package dev.modeldeck.app.fx;

import dev.modeldeck.engine.kernel.Problem;

import javafx.stage.Window;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What nobody caught: it goes to the log, and where it happened on the FX thread the person is
 * told. A fault that comes with every frame is told once in a while, not with every frame.
 */
public final class Faults implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final Consumer<Problem> tell;
    private final LongSupplier nanos;
    private @Nullable Throwable last;
    private long toldAt;

    Faults(Consumer<Problem> tell, LongSupplier nanos) {
        this.tell = tell;
        this.nanos = nanos;
    }

    /** Watches all threads from now on. Call on the FX thread, whose faults the window tells. */
    public static void watch(Window window) {
        Thread.setDefaultUncaughtExceptionHandler(Faults::log);
        // Later, as no dialog may open within the frame or event that failed.
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        new Faults(
                                problem -> Fx.later(() -> Dialogs.show(window, problem)),
                                System::nanoTime));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        boolean quiet = last != null && nanos.getAsLong() - toldAt < QUIET;
        if (!quiet || !same(fault, last)) {
            log(thread, fault); // the same one again would push all else out of the log
        }
        if (!quiet) {
            toldAt = nanos.getAsLong();
            tell.accept(new Problem.Internal(Texts.internalFault()));
        }
        last = fault;
    }

    private static boolean same(Throwable fault, @Nullable Throwable other) {
        return other != null
                && fault.getClass() == other.getClass()
                && Arrays.equals(fault.getStackTrace(), other.getStackTrace());
    }

    private static void log(Thread thread, Throwable fault) {
        LOG.error("A fault that nobody caught, on the thread {}", thread.getName(), fault);
    }
}
