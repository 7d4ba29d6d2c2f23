package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.Progress;

/** Turns bytes done into a fraction of the whole. */
final class ByteProgress {

    private final long total;
    private final Progress progress;
    private long done;

    ByteProgress(long total, Progress progress) {
        this.total = total;
        this.progress = progress;
    }

    long total() {
        return total;
    }

    void add(long bytes, String what) {
        done += bytes;
        progress.report(total == 0 ? 1 : Math.min(1, (double) done / total), what);
    }
}
