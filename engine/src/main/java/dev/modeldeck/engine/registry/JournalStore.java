package dev.modeldeck.engine.registry;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The journal's table: rows are added and read, never altered (triggers see to it).
 *
 * <p>A name's journal is that of the model which bears it now, whatever it was called before, and
 * of deleted models that bore it last.
 */
final class JournalStore {

    private static final String OF_NAME =
            " FROM journal j JOIN model m ON m.id = j.model_id WHERE m.name = :name ";

    void append(Handle handle, long modelId, JournalEntry entry) {
        handle.createUpdate(
                        "INSERT INTO journal"
                                + " (at, who, model_id, model, version, what, subject, before, after)"
                                + " VALUES (:at, :who, :modelId, :model, :version, :what, :subject,"
                                + " :before, :after)")
                .bind("at", entry.at().toEpochMilli())
                .bind("who", entry.who())
                .bind("modelId", modelId)
                .bind("model", entry.model().toString())
                .bind("version", entry.version())
                .bind("what", entry.what())
                .bind("subject", entry.subject())
                .bind("before", entry.before())
                .bind("after", entry.after())
                .execute();
    }

    /** Newest first. */
    List<JournalEntry> of(Handle handle, ModelName name) {
        return handle.createQuery("SELECT j.*" + OF_NAME + "ORDER BY j.id DESC")
                .bind("name", name.toString())
                .map((row, context) -> entry(row))
                .list();
    }

    /** Changes of one alias up to a moment, newest first. */
    List<JournalEntry> ofAlias(Handle handle, ModelName name, String alias, Instant until) {
        return handle.createQuery(
                        "SELECT j.*"
                                + OF_NAME
                                + "AND j.what IN (:set, :removed) AND j.subject = :alias"
                                + " AND j.at <= :until ORDER BY j.id DESC")
                .bind("name", name.toString())
                .bind("set", Change.ALIAS_SET.word())
                .bind("removed", Change.ALIAS_REMOVED.word())
                .bind("alias", alias)
                .bind("until", until.toEpochMilli())
                .map((row, context) -> entry(row))
                .list();
    }

    /** The highest number that a version of this model, or of any model so called, ever had. */
    int highestNumber(Handle handle, long modelId, ModelName name) {
        return handle.createQuery(
                        "SELECT coalesce(max(version), 0) FROM journal WHERE what = :what"
                                + " AND (model_id = :id OR model = :name)")
                .bind("what", Change.VERSION_REGISTERED.word())
                .bind("id", modelId)
                .bind("name", name.toString())
                .mapTo(int.class)
                .one();
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        return new JournalEntry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("who"),
                ModelName.parse(row.getString("model")),
                number(row),
                row.getString("what"),
                row.getString("subject"),
                row.getString("before"),
                row.getString("after"));
    }

    private static @Nullable Integer number(ResultSet row) throws SQLException {
        int number = row.getInt("version");
        return row.wasNull() ? null : number;
    }
}
