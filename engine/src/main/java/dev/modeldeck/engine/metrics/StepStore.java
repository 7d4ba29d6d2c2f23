package dev.modeldeck.engine.metrics;

import dev.modeldeck.engine.storage.Database;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** Measures in the database. */
final class StepStore {

    /** Seconds of a short step, and how many seconds they are kept. */
    static final int SHORT = 10;

    static final int SHORT_KEPT = 25 * 3600;

    /** Seconds of a long step, and how many seconds they are kept. */
    static final int LONG = 300;

    static final int LONG_KEPT = 14 * 24 * 3600 + LONG;

    private final Database database;

    StepStore(Database database) {
        this.database = database;
    }

    /** A tally and where it belongs. */
    record Step(Key key, int resolution, long at, Tally tally) {}

    void write(List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        database.write(handle -> {
            PreparedBatch batch =
                    handle.prepareBatch(
                            """
                            INSERT INTO metric_step (endpoint, entity, resolution, at,
                                requests, errors_4xx, errors_5xx, tokens_in, tokens_out,
                                in_flight, samples, cpu, memory, gpu_samples, gpu,
                                gpu_memory, latency, first_token, inter_token, queued)
                            VALUES (:endpoint, :entity, :resolution, :at, :requests,
                                :errors4xx, :errors5xx, :tokensIn, :tokensOut, :inFlight,
                                :samples, :cpu, :memory, :gpuSamples, :gpu, :gpuMemory,
                                :latency, :firstToken, :interToken, :queued)\
                            """);
            steps.forEach(step -> bind(batch, step).add());
            return batch.execute();
        });
    }

    /** Steps of a key that begin in a span, oldest first. */
    List<Step> read(Key key, int resolution, long from, long to) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT * FROM metric_step WHERE endpoint = :endpoint AND"
                                        + " entity = :entity AND resolution = :resolution"
                                        + " AND at >= :from AND at < :to ORDER BY at")
                        .bind("endpoint", key.endpoint())
                        .bind("entity", key.entity())
                        .bind("resolution", resolution)
                        .bind("from", from)
                        .bind("to", to)
                        .map((row, context) -> step(row))
                        .list());
    }

    List<Step> readAll(int resolution, long from, long to) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT * FROM metric_step WHERE resolution = :resolution"
                                        + " AND at >= :from AND at < :to")
                        .bind("resolution", resolution)
                        .bind("from", from)
                        .bind("to", to)
                        .map((row, context) -> step(row))
                        .list());
    }

    /**
     * Start of the newest step of a resolution, not counting what a wrong clock wrote into the
     * future; empty when there is none.
     */
    Optional<Long> newest(int resolution, long now) {
        return edge("max", resolution, now);
    }

    Optional<Long> oldest(int resolution) {
        return edge("min", resolution, Long.MAX_VALUE);
    }

    private Optional<Long> edge(String which, int resolution, long upTo) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT "
                                        + which
                                        + "(at) FROM metric_step WHERE resolution = :r AND at <= :to")
                        .bind("r", resolution)
                        .bind("to", upTo)
                        .mapTo(Long.class)
                        .findOne());
    }

    List<String> entities(String endpoint, long since) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT DISTINCT entity FROM metric_step WHERE"
                                        + " endpoint = :endpoint AND entity <> ''"
                                        + " AND at >= :since ORDER BY entity")
                        .bind("endpoint", endpoint)
                        .bind("since", since)
                        .mapTo(String.class)
                        .list());
    }

    void prune(long now) {
        database.write(handle ->
                handle.execute(
                                "DELETE FROM metric_step WHERE resolution = ? AND at < ?",
                                SHORT,
                                now - SHORT_KEPT)
                        + handle.execute(
                                "DELETE FROM metric_step WHERE resolution = ? AND at < ?",
                                LONG,
                                now - LONG_KEPT));
    }

    private static PreparedBatch bind(PreparedBatch batch, Step step) {
        Tally t = step.tally();
        return batch.bind("endpoint", step.key().endpoint())
                .bind("entity", step.key().entity())
                .bind("resolution", step.resolution())
                .bind("at", step.at())
                .bind("requests", t.requests)
                .bind("errors4xx", t.errors4xx)
                .bind("errors5xx", t.errors5xx)
                .bind("tokensIn", t.tokensIn)
                .bind("tokensOut", t.tokensOut)
                .bind("inFlight", t.inFlight)
                .bind("samples", t.samples)
                .bind("cpu", t.cpu)
                .bind("memory", t.memory)
                .bind("gpuSamples", t.gpuSamples)
                .bind("gpu", t.gpu)
                .bind("gpuMemory", t.gpuMemory)
                .bind("latency", pack(t.latency))
                .bind("firstToken", pack(t.firstToken))
                .bind("interToken", pack(t.interToken))
                .bind("queued", pack(t.queued));
    }

    private static Step step(ResultSet row) throws SQLException {
        Tally t = new Tally();
        t.requests = row.getLong("requests");
        t.errors4xx = row.getLong("errors_4xx");
        t.errors5xx = row.getLong("errors_5xx");
        t.tokensIn = row.getLong("tokens_in");
        t.tokensOut = row.getLong("tokens_out");
        t.inFlight = row.getInt("in_flight");
        t.samples = row.getInt("samples");
        t.cpu = row.getDouble("cpu");
        t.memory = row.getDouble("memory");
        t.gpuSamples = row.getInt("gpu_samples");
        t.gpu = row.getDouble("gpu");
        t.gpuMemory = row.getDouble("gpu_memory");
        t.latency = unpack(row.getBytes("latency"));
        t.firstToken = unpack(row.getBytes("first_token"));
        t.interToken = unpack(row.getBytes("inter_token"));
        t.queued = unpack(row.getBytes("queued"));
        return new Step(
                new Key(row.getString("endpoint"), row.getString("entity")),
                row.getInt("resolution"),
                row.getLong("at"),
                t);
    }

    private static byte @Nullable [] pack(@Nullable AbstractHistogram histogram) {
        if (histogram == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static @Nullable AbstractHistogram unpack(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException e) {
            return null; // one damaged step must not hide the others
        }
    }
}
