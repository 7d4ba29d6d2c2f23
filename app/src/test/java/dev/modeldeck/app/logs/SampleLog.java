package dev.modeldeck.app.logs;

import dev.modeldeck.engine.inference.CallContext;
import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.inference.InferenceResult;
import dev.modeldeck.engine.inference.Usage;
import dev.modeldeck.engine.inference.WireFacts;
import dev.modeldeck.engine.kernel.Problem;
import dev.modeldeck.engine.kernel.RequestId;
import dev.modeldeck.engine.requestlog.CallFilter;
import dev.modeldeck.engine.requestlog.RequestLog;
import dev.modeldeck.engine.storage.Database;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A request log on a real database in a temporary folder. */
final class SampleLog implements AutoCloseable {

    static final String BODY = "{\"dataframe_split\": {\"columns\": [\"gpu\"], \"data\": [[1.0]]}}";

    /** When the first of many calls came; the others follow by the millisecond. */
    static final Instant BEGIN = Instant.ofEpochMilli(1_790_000_000_000L);

    private static final String MANY =
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
            INSERT INTO request_log (sequence, request_id, at, door, dialect, requester, endpoint,
              entity, status, latency, queued, first, tokens_in, tokens_out, speed, streamed, problem)
            SELECT i, 'id-' || i, 1790000000000 + i, 'gateway', 'databricks',
              'me', CASE WHEN i %% 10 = 0 THEN 'rare' ELSE 'triage' END, 'one',
              CASE WHEN i %% 50 = 0 THEN 500 ELSE 200 END, 12.5, 0, NULL, 0, 0, NULL, 0, NULL FROM n
            """;

    final RequestLog log;
    private final Database database;

    /**
     * @param rows that are in it from the start, endpoint rare every tenth, status 500 every
     *     fiftieth
     */
    SampleLog(Path folder, int rows) {
        database = Database.open(folder.resolve("log.db"));
        if (rows > 0) {
            database.write(handle -> handle.execute(MANY.formatted(rows)));
        }
        log = RequestLog.open(database, () -> true, () -> 36_500, Clock.systemUTC());
    }

    /** Logs a call and waits until it is a row. */
    void call(String endpoint, int status) {
        call(endpoint, status, Instant.now());
    }

    /** Logs a call that went to a server elsewhere. */
    void answered(String endpoint, String answer, WireFacts wire) {
        log(
                endpoint,
                200,
                Instant.now(),
                answer,
                new InferenceResult.Text(List.of(), Usage.NONE),
                new CallMeasures(null, null, wire, false));
    }

    void call(String endpoint, int status, Instant at) {
        log(endpoint, status, at, "{\"predictions\": [0.5]}", null, CallMeasures.NONE);
    }

    private void log(
            String endpoint,
            int status,
            Instant at,
            String answer,
            @Nullable InferenceResult result,
            CallMeasures measures) {
        long before = log.count(CallFilter.all());
        Problem problem =
                status == 200 ? null : new Problem.Invalid("The column promt_tokens is unknown.");
        log.finished(
                new CallRecord(
                        RequestId.random(),
                        at,
                        new CallContext("gateway", "databricks", "me", false, BODY, told -> answer),
                        endpoint,
                        "one",
                        status,
                        problem,
                        Duration.ofMillis(21),
                        Duration.ZERO,
                        null,
                        new Usage(0, 0),
                        result,
                        null,
                        measures));
        long end = System.nanoTime() + 10_000_000_000L;
        while (log.count(CallFilter.all()) == before) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The call does not become a row.");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        log.close();
        database.close();
    }
}
