package dev.modeldeck.engine.worker;

import dev.modeldeck.engine.kernel.PrivateMemory;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

import java.time.Duration;
import java.util.Locale;

/** Ends a worker that takes more memory of its own than it may. */
final class MemoryWatch {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final WorkerChild child;
    private final long limitBytes;
    private volatile long excess;

    private MemoryWatch(WorkerChild child, long limitBytes) {
        this.child = child;
        this.limitBytes = limitBytes;
    }

    /** Watches until the child has ended; a limit of 0 is none. */
    static MemoryWatch over(WorkerChild child, long limitBytes) {
        MemoryWatch watch = new MemoryWatch(child, limitBytes);
        if (limitBytes > 0) {
            Thread.ofVirtual().name("memory-watch").start(watch::run);
        }
        return watch;
    }

    /** Whether it was this watch that ended the child. */
    boolean struck() {
        return excess > 0;
    }

    String sentence() {
        return String.format(
                Locale.ROOT,
                "The worker took %,.0f MB of memory, more than its limit of %,.0f MB, and was ended."
                        + " Raise the limit, or choose a shorter context or less concurrency.",
                excess / 1e6,
                limitBytes / 1e6);
    }

    private void run() {
        OperatingSystem system = new SystemInfo().getOperatingSystem();
        while (child.alive()) {
            OSProcess process = system.getProcess((int) child.pid());
            long used = process == null ? 0 : PrivateMemory.of(process);
            if (used > limitBytes) {
                excess = used;
                child.kill();
                return;
            }
            try {
                Thread.sleep(INTERVAL);
            } catch (InterruptedException _) {
                return;
            }
        }
    }
}
