package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallListener;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.kernel.Live;
import dev.modeldeck.engine.storage.Database;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/** The log of calls. Writing never delays a call: rows are written in batches behind it. */
public final class RequestLog implements CallListener, AutoCloseable {

    /** Longest body kept, in bytes. */
    public static final int BODY_LIMIT = 1 << 20;

    private static final int ROWS_PER_READ = 200;

    private final RequestStore store;
    private final LogWriter writer;

    private RequestLog(RequestStore store, LogWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    /**
     * Opens it and deletes what is too old, and the oldest where the database takes over 10 GB.
     *
     * @param bodies whether request and answer texts are kept
     * @param days that rows are kept
     */
    public static RequestLog open(
            Database database, BooleanSupplier bodies, IntSupplier days, Clock clock) {
        RequestStore store = new RequestStore(database);
        LogWriter.Settings settings =
                new LogWriter.Settings() {
                    @Override
                    public boolean keepBodies() {
                        return bodies.getAsBoolean();
                    }

                    @Override
                    public int days() {
                        return days.getAsInt();
                    }
                };
        return new RequestLog(store, new LogWriter(store, settings, clock));
    }

    @Override
    public void finished(CallRecord call) {
        writer.add(call);
    }

    /** Number of the newest row; changes when rows were written. */
    public Live<Long> newest() {
        return writer.newest();
    }

    public long count(CallFilter filter) {
        return store.count(filter);
    }

    /** Rows, newest first. A text is found by its words, each from its beginning. */
    public List<LoggedCall> page(CallFilter filter, long offset, int limit) {
        return store.page(filter, offset, limit);
    }

    public Optional<LoggedCall> find(long sequence) {
        return store.find(sequence);
    }

    public LoggedCall.Bodies bodies(long sequence) {
        return store.bodies(sequence)
                .orElseGet(() ->
                        new LoggedCall.Bodies(null, null, "This call is no longer in the log."));
    }

    /**
     * Writes the rows as RFC 4180 CSV, newest first, and says how many. The file appears when it is
     * complete; an interrupt ends the writing.
     *
     * @param written is told how many rows are written so far
     */
    public long exportCsv(CallFilter filter, Path file, LongConsumer written) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long rows = write(filter, part, written);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return rows;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private long write(CallFilter filter, Path file, LongConsumer written) throws IOException {
        long rows = 0;
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            CsvFile csv = new CsvFile(out);
            long before = Long.MAX_VALUE;
            while (!Thread.currentThread().isInterrupted()) {
                List<RequestStore.LoggedRow> page = store.before(filter, before, ROWS_PER_READ);
                if (page.isEmpty()) {
                    return rows;
                }
                for (RequestStore.LoggedRow row : page) {
                    csv.write(row);
                }
                rows += page.size();
                before = page.getLast().call().sequence();
                written.accept(rows);
            }
        }
        throw new InterruptedIOException("The export was interrupted.");
    }

    /** Deletes all rows. */
    public void clear() {
        writer.clear();
    }

    @Override
    public void close() {
        writer.close();
    }
}
