package dev.modeldeck.engine.registry.quality;

import dev.modeldeck.engine.registry.ModelName;
import dev.modeldeck.engine.storage.Database;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what was measured, by version, text and scheme; it goes when the version goes. */
public final class QualityStore {

    private final Database database;

    public QualityStore(Database database) {
        this.database = database;
    }

    /**
     * A text that was read by a version.
     *
     * @param tokens of it that were read
     * @param textTokens that it has
     */
    public record Reading(
            ModelName model, int version, String textSha256, int tokens, int textTokens) {}

    private record Row(
            String textSha256, int tokens, int textTokens, Instant at, SchemeQuality quality) {}

    /** Keeps the figures of one scheme instead of earlier ones; none where the version is gone. */
    public void keep(Reading reading, Instant at, SchemeQuality quality) {
        SchemeQuality.Measured figures =
                quality instanceof SchemeQuality.Measured measured ? measured : null;
        String refusal = quality instanceof SchemeQuality.Refused(_, String why) ? why : null;
        database.write(handle ->
                handle.createUpdate(
                                "INSERT OR REPLACE INTO scheme_quality"
                                        + " SELECT v.model_id, v.number, :text, :scheme, :at, :tokens,"
                                        + " :textTokens, :refusal, :perplexity, :divergence,"
                                        + " :divergence99, :sameTop, :memory"
                                        + " FROM model_version v JOIN model m ON m.id = v.model_id"
                                        + " WHERE m.name = :model AND m.deleted_at IS NULL"
                                        + " AND v.number = :version")
                        .bind("model", reading.model().toString())
                        .bind("version", reading.version())
                        .bind("text", reading.textSha256())
                        .bind("scheme", quality.scheme())
                        .bind("at", at.toEpochMilli())
                        .bind("tokens", reading.tokens())
                        .bind("textTokens", reading.textTokens())
                        .bind("refusal", refusal)
                        .bind("perplexity", figures == null ? null : figures.perplexity())
                        .bind("divergence", figures == null ? null : figures.divergence())
                        .bind("divergence99", figures == null ? null : figures.divergence99())
                        .bind("sameTop", figures == null ? null : figures.sameTop())
                        .bind("memory", figures == null ? null : figures.memoryBytes())
                        .execute());
    }

    /** What is known about a version, one report a text, the newest first. */
    public List<QualityReport> of(ModelName model, int version) {
        List<Row> rows =
                database.read(handle ->
                        handle.createQuery(
                                        "SELECT q.* FROM scheme_quality q"
                                                + " JOIN model m ON m.id = q.model_id"
                                                + " WHERE m.name = :model AND m.deleted_at IS NULL"
                                                + " AND q.number = :version ORDER BY q.at DESC")
                                .bind("model", model.toString())
                                .bind("version", version)
                                .map((row, _) -> row(row))
                                .list());
        Map<String, List<Row>> byText = new LinkedHashMap<>();
        rows.forEach(
                row -> byText.computeIfAbsent(row.textSha256(), _ -> new ArrayList<>()).add(row));
        return byText.values().stream().map(QualityStore::report).toList();
    }

    private static QualityReport report(List<Row> rows) {
        Row newest = rows.getFirst();
        return new QualityReport(
                newest.textSha256(),
                newest.tokens(),
                newest.textTokens(),
                newest.at(),
                rows.stream()
                        .map(Row::quality)
                        .sorted(
                                Comparator.comparingInt(
                                        one -> QualityReport.SCHEMES.indexOf(one.scheme())))
                        .toList());
    }

    private static Row row(ResultSet row) throws SQLException {
        String scheme = row.getString("scheme");
        @Nullable String refusal = row.getString("refusal");
        SchemeQuality quality =
                refusal == null
                        ? new SchemeQuality.Measured(
                                scheme,
                                row.getDouble("perplexity"),
                                row.getDouble("divergence"),
                                row.getDouble("divergence_99"),
                                row.getDouble("same_top"),
                                row.getLong("memory"))
                        : new SchemeQuality.Refused(scheme, refusal);
        return new Row(
                row.getString("text_sha256"),
                row.getInt("tokens"),
                row.getInt("text_tokens"),
                Instant.ofEpochMilli(row.getLong("at")),
                quality);
    }
}
