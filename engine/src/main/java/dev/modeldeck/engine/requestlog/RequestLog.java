package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.Live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The log of calls. Writing never delays a call: rows are written in batches behind it. */
public final class RequestLog implements CallListener, AutoCloseable {

    /** Longest body kept, in bytes. */
    public static final int BODY_LIMIT = 1 << 20;

    @Override
    public void finished(CallRecord call) {
        throw new UnsupportedOperationException();
    }

    /** Number of the newest row; changes when rows were written. */
    public Live<Long> newest() {
        throw new UnsupportedOperationException();
    }

    public long count(CallFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** Rows, newest first. */
    public List<LoggedCall> page(CallFilter filter, long offset, int limit) {
        throw new UnsupportedOperationException();
    }

    public Optional<LoggedCall> find(long sequence) {
        throw new UnsupportedOperationException();
    }

    public LoggedCall.Bodies bodies(long sequence) {
        throw new UnsupportedOperationException();
    }

    /** Writes the rows as RFC 4180 CSV and says how many. */
    public long exportCsv(CallFilter filter, Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Deletes all rows. */
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
