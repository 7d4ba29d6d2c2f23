package dev.modeldeck.engine.requestlog;

import dev.modeldeck.engine.inference.CallMeasures;
import dev.modeldeck.engine.inference.CallRecord;
import dev.modeldeck.engine.storage.Database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The log in the database. */
final class RequestStore {

    /** Of each body, this many characters can be searched. */
    private static final int SEARCHED_CHARS = 32 * 1024;

    /** The bytes of one in a body, in which nobody looks for words. */
    private static final Pattern PICTURE = Pattern.compile(";base64,[A-Za-z0-9+/=\\\\]++");

    /** Rows deleted in one transaction, so that writers need not wait long. */
    private static final int DELETED_AT_ONCE = 5_000;

    private static final int STATUS_CLASS = 100;

    private final Database database;

    RequestStore(Database database) {
        this.database = database;
    }

    long newest() {
        return number("SELECT coalesce(max(sequence), 0) FROM request_log");
    }

    private long oldest() {
        return number("SELECT coalesce(min(sequence), 1) FROM request_log");
    }

    private long number(String sql) {
        return database.read(h -> h.createQuery(sql).mapTo(Long.class).one());
    }

    /** Writes entries under the numbers that follow. */
    void write(long first, List<LogEntry> entries) {
        database.write(handle -> {
            PreparedBatch rows =
                    handle.prepareBatch(
                            """
                            INSERT INTO request_log (sequence, request_id, at, door,
                                dialect, requester, endpoint, entity, status, latency,
                                queued, first, tokens_in, tokens_out, speed, streamed,
                                problem, inter_token, longest_gap, connect, bytes_sent,
                                bytes_received, estimated)
                            VALUES (:sequence, :id, :at, :door, :dialect, :requester,
                                :endpoint, :entity, :status, :latency, :queued, :first,
                                :in, :out, :speed, :streamed, :problem, :between, :gap,
                                :connect, :sent, :received, :estimated)\
                            """);
            PreparedBatch bodies =
                    handle.prepareBatch(
                            "INSERT INTO request_body (sequence, request, answer, note)"
                                    + " VALUES (:sequence, :request, :answer, :note)");
            PreparedBatch words =
                    handle.prepareBatch(
                            "INSERT INTO request_words (rowid, words)"
                                    + " VALUES (:sequence, :words)");
            long sequence = first;
            for (LogEntry entry : entries) {
                bind(rows.bind("sequence", sequence), entry.call()).add();
                bodies.bind("sequence", sequence)
                        .bind("request", entry.bodies().request())
                        .bind("answer", entry.bodies().answer())
                        .bind("note", entry.bodies().note())
                        .add();
                words.bind("sequence", sequence).bind("words", words(entry)).add();
                sequence++;
            }
            rows.execute();
            bodies.execute();
            return words.execute();
        });
    }

    long count(CallFilter filter) {
        Condition sql = Condition.of(filter);
        if (sql.all()) {
            return newest() - oldest() + 1;
        }
        return database.read(handle ->
                handle.createQuery("SELECT count(*) FROM request_log WHERE " + sql.where())
                        .bindMap(sql.values())
                        .mapTo(Long.class)
                        .one());
    }

    /** Newest first. */
    List<LoggedCall> page(CallFilter filter, long offset, int limit) {
        Condition sql = Condition.of(filter);
        return database.read(handle -> {
            Query query =
                    sql.all()
                            ? handle.createQuery(
                                            "SELECT * FROM request_log WHERE sequence <= :from"
                                                    + " ORDER BY sequence DESC LIMIT :limit")
                                    .bind("from", newest() - offset)
                            : handle.createQuery(
                                            "SELECT * FROM request_log WHERE sequence IN"
                                                    + " (SELECT sequence FROM request_log WHERE "
                                                    + sql.where()
                                                    + " ORDER BY sequence DESC LIMIT :limit OFFSET :offset)"
                                                    + " ORDER BY sequence DESC")
                                    .bindMap(sql.values())
                                    .bind("offset", offset);
            return query.bind("limit", limit).map((row, context) -> call(row)).list();
        });
    }

    /** Rows older than the given one that the filter wants, newest first, with their bodies. */
    List<LoggedRow> before(CallFilter filter, long sequence, int limit) {
        Condition sql = Condition.of(filter);
        String where = sql.all() ? "" : " AND " + sql.where();
        return database.read(handle ->
                handle.createQuery(
                                "SELECT * FROM (SELECT * FROM request_log WHERE"
                                        + " sequence < :before"
                                        + where
                                        + " ORDER BY sequence DESC LIMIT :limit) l"
                                        + " LEFT JOIN request_body b USING (sequence)"
                                        + " ORDER BY sequence DESC")
                        .bindMap(sql.values())
                        .bind("before", sequence)
                        .bind("limit", limit)
                        .map((row, context) -> new LoggedRow(call(row), bodies(row)))
                        .list());
    }

    /** A row with its bodies. */
    record LoggedRow(LoggedCall call, LoggedCall.Bodies bodies) {}

    Optional<LoggedCall> find(long sequence) {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM request_log WHERE sequence = :sequence")
                        .bind("sequence", sequence)
                        .map((row, context) -> call(row))
                        .findOne());
    }

    Optional<LoggedCall.Bodies> bodies(long sequence) {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM request_body WHERE sequence = :sequence")
                        .bind("sequence", sequence)
                        .map((row, context) -> bodies(row))
                        .findOne());
    }

    /** Number of the newest row older than that; 0 where there is none. */
    long newestBefore(Instant when) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT coalesce(max(sequence), 0) FROM request_log"
                                        + " WHERE at < :at")
                        .bind("at", when.toEpochMilli())
                        .mapTo(Long.class)
                        .one());
    }

    /** Deletes the oldest rows until the database is no larger, and gives the room back. */
    void deleteDownTo(long bytes) {
        while (database.usedBytes() > bytes && newest() > 0) {
            deleteUpTo(Math.min(newest(), oldest() + DELETED_AT_ONCE / 10 - 1));
        }
        database.shrink();
    }

    /** Deletes all rows and every trace of them, in the file as well as in the index. */
    void deleteAll() {
        database.write(handle -> {
            handle.execute("INSERT INTO request_words (request_words) VALUES ('delete-all')");
            handle.execute("DELETE FROM request_body");
            return handle.execute("DELETE FROM request_log");
        });
        database.shrink();
    }

    /** Deletes the rows up to that number. */
    void deleteUpTo(long last) {
        for (long from = oldest(); from <= last; from += DELETED_AT_ONCE) {
            long to = Math.min(last, from + DELETED_AT_ONCE - 1);
            database.write(handle -> deleteUpTo(handle, to));
        }
    }

    private static int deleteUpTo(Handle handle, long last) {
        handle.execute("DELETE FROM request_words WHERE rowid <= ?", last);
        handle.execute("DELETE FROM request_body WHERE sequence <= ?", last);
        return handle.execute("DELETE FROM request_log WHERE sequence <= ?", last);
    }

    private static PreparedBatch bind(PreparedBatch batch, CallRecord call) {
        CallMeasures measures = call.measures();
        return batch.bind("between", orNull(measures.interToken()))
                .bind("gap", orNull(measures.longestGap()))
                .bind("connect", millis(measures.wire().connect()))
                .bind("sent", measures.wire().sentBytes())
                .bind("received", measures.wire().receivedBytes())
                .bind("estimated", measures.estimated())
                .bind("id", call.id().value())
                .bind("at", call.startedAt().toEpochMilli())
                .bind("door", call.context().door())
                .bind("dialect", call.context().dialect())
                .bind("requester", call.context().requester())
                .bind("endpoint", call.endpoint())
                .bind("entity", call.servedEntity())
                .bind("status", call.status())
                .bind("latency", millis(call.latency()))
                .bind("queued", millis(call.queued()))
                .bind("first", orNull(call.timeToFirstToken()))
                .bind("in", call.usage().promptTokens())
                .bind("out", call.usage().completionTokens())
                .bind(
                        "speed",
                        Double.isNaN(call.tokensPerSecond())
                                ? null
                                : Double.valueOf(call.tokensPerSecond()))
                .bind("streamed", call.context().streamed())
                .bind("problem", call.problem() == null ? null : call.problem().message());
    }

    private static @Nullable Double orNull(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(millis(duration));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static String words(LogEntry entry) {
        CallRecord call = entry.call();
        StringBuilder words = new StringBuilder(call.id().value());
        words.append(' ').append(call.problem() == null ? "" : call.problem().message());
        append(words, entry.bodies().request());
        append(words, entry.bodies().answer());
        return words.toString();
    }

    private static void append(StringBuilder words, @Nullable String body) {
        if (body != null) {
            String said = PICTURE.matcher(body).replaceAll(" ");
            words.append(' ').append(said, 0, Math.min(said.length(), SEARCHED_CHARS));
        }
    }

    private static LoggedCall call(ResultSet row) throws SQLException {
        return new LoggedCall(
                row.getLong("sequence"),
                row.getString("request_id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("door"),
                row.getString("dialect"),
                row.getString("requester"),
                row.getString("endpoint"),
                row.getString("entity"),
                row.getInt("status"),
                row.getDouble("latency"),
                row.getDouble("queued"),
                decimal(row, "first"),
                row.getInt("tokens_in"),
                row.getInt("tokens_out"),
                decimal(row, "speed"),
                row.getBoolean("streamed"),
                row.getString("problem"),
                new LoggedCall.Measures(
                        decimal(row, "inter_token"),
                        decimal(row, "longest_gap"),
                        decimal(row, "connect"),
                        row.getLong("bytes_sent"),
                        row.getLong("bytes_received"),
                        row.getBoolean("estimated")));
    }

    private static double decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    private static LoggedCall.Bodies bodies(ResultSet row) throws SQLException {
        return new LoggedCall.Bodies(
                row.getString("request"),
                row.getString("answer"),
                Objects.requireNonNullElse(row.getString("note"), ""));
    }

    /**
     * A filter as SQL has it.
     *
     * @param where without the word itself; empty when all rows are wanted
     * @param values to be bound
     */
    private record Condition(String where, Map<String, Object> values) {

        static Condition of(CallFilter filter) {
            List<String> parts = new ArrayList<>();
            Map<String, Object> values = new LinkedHashMap<>();
            if (!filter.endpoint().isEmpty()) {
                parts.add("endpoint = :endpoint");
                values.put("endpoint", filter.endpoint());
            }
            if (!filter.door().isEmpty()) {
                parts.add("door = :door");
                values.put("door", filter.door());
            }
            if (filter.statusClass() != 0) {
                parts.add("status >= :least AND status < :below");
                values.put("least", filter.statusClass() * STATUS_CLASS);
                values.put("below", (filter.statusClass() + 1) * STATUS_CLASS);
            }
            if (filter.since() != null) {
                parts.add("at >= :since");
                values.put("since", filter.since().toEpochMilli());
            }
            String words = words(filter.text());
            if (!words.isEmpty()) {
                parts.add(
                        "sequence IN (SELECT rowid FROM request_words WHERE request_words MATCH :words)");
                values.put("words", words);
            } else if (!filter.text().isBlank()) {
                parts.add("0"); // only signs: no word can match
            }
            return new Condition(String.join(" AND ", parts), values);
        }

        boolean all() {
            return where.isEmpty();
        }

        /**
         * Every word must occur, at least as a beginning; a single letter only as a word, as nearly
         * all rows have words that begin with it. Signs part words here as they do in the index.
         */
        private static String words(String text) {
            List<String> words = new ArrayList<>();
            for (String word :
                    Normalizer.normalize(text, Normalizer.Form.NFC).split("[^\\p{L}\\p{N}]+", -1)) {
                if (!word.isEmpty()) {
                    words.add("\"" + word + (word.length() == 1 ? "\"" : "\"*"));
                }
            }
            return String.join(" ", words);
        }
    }
}
