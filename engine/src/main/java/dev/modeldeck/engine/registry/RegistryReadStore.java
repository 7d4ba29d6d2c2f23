package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.HomeFolder;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads models as a whole: one query a table, whether one model is wanted or all. */
final class RegistryReadStore {

    private final HomeFolder home;
    private final InspectionJson inspections = new InspectionJson();

    RegistryReadStore(HomeFolder home) {
        this.home = home;
    }

    /** A version's row in another table. */
    private record Owner(long id, int number) {}

    private record Owned<T>(Owner owner, T value) {}

    /**
     * Models that are not deleted, by their row's id.
     *
     * @param only the one wanted; null for all
     */
    Map<Long, RegisteredModel> models(Handle handle, @Nullable Long only) {
        Map<Owner, Map<String, String>> tags = new HashMap<>();
        for (Owned<Map.Entry<String, String>> tag :
                rows(handle, "SELECT * FROM model_tag", "", only, RegistryReadStore::tag)) {
            tags.computeIfAbsent(tag.owner(), _ -> new HashMap<>())
                    .put(tag.value().getKey(), tag.value().getValue());
        }
        Map<Long, Map<String, Integer>> aliases = new HashMap<>();
        for (Owned<String> alias :
                rows(
                        handle,
                        "SELECT * FROM model_alias",
                        "",
                        only,
                        (row, _) -> new Owned<>(owner(row), row.getString("alias")))) {
            aliases.computeIfAbsent(alias.owner().id(), _ -> new HashMap<>())
                    .put(alias.value(), alias.owner().number());
        }
        Map<Long, List<ModelVersion>> versions = versions(handle, only, tags);
        Map<Long, RegisteredModel> models = new LinkedHashMap<>();
        String sql =
                "SELECT *, id AS model_id, 0 AS number FROM model WHERE deleted_at IS NULL"
                        + (only == null ? "" : " AND id = " + only);
        for (Owned<RegisteredModel> model :
                handle.createQuery(sql).map((row, _) -> model(row, tags, aliases, versions))) {
            models.put(model.owner().id(), model.value());
        }
        return models;
    }

    private Map<Long, List<ModelVersion>> versions(
            Handle handle, @Nullable Long only, Map<Owner, Map<String, String>> tags) {
        Map<Owner, List<ModelVersion.ModelFile>> files = new HashMap<>();
        for (Owned<StampedFile> file : files(handle, only)) {
            files.computeIfAbsent(file.owner(), _ -> new ArrayList<>()).add(file.value().file());
        }
        String sql = "SELECT v.*, m.name FROM model_version v JOIN model m ON m.id = v.model_id";
        Map<Long, List<ModelVersion>> versions = new HashMap<>();
        for (Owned<ModelVersion> version :
                rows(
                        handle,
                        sql,
                        " ORDER BY v.number DESC",
                        only,
                        (row, _) -> version(row, tags, files))) {
            versions.computeIfAbsent(version.owner().id(), _ -> new ArrayList<>())
                    .add(version.value());
        }
        return versions;
    }

    /** The files of a version with their stamps, by path. */
    List<StampedFile> files(Handle handle, long id, int number) {
        return files(handle, id).stream()
                .filter(file -> file.owner().number() == number)
                .map(Owned::value)
                .toList();
    }

    private static List<Owned<StampedFile>> files(Handle handle, @Nullable Long only) {
        return rows(
                handle,
                "SELECT * FROM model_file",
                " ORDER BY path",
                only,
                (row, _) ->
                        new Owned<>(
                                owner(row),
                                new StampedFile(
                                        new ModelVersion.ModelFile(
                                                row.getString("path"),
                                                row.getLong("size"),
                                                row.getString("sha256")),
                                        row.getString("stamp"))));
    }

    private static <T> List<T> rows(
            Handle handle, String select, String order, @Nullable Long only, RowMapper<T> mapper) {
        String where = only == null ? "" : " WHERE model_id = " + only;
        return handle.createQuery(select + where + order).map(mapper).list();
    }

    private static Owner owner(ResultSet row) throws SQLException {
        return new Owner(row.getLong("model_id"), row.getInt("number"));
    }

    private static Owned<Map.Entry<String, String>> tag(ResultSet row, Object context)
            throws SQLException {
        return new Owned<>(owner(row), Map.entry(row.getString("key"), row.getString("value")));
    }

    private static Owned<RegisteredModel> model(
            ResultSet row,
            Map<Owner, Map<String, String>> tags,
            Map<Long, Map<String, Integer>> aliases,
            Map<Long, List<ModelVersion>> versions)
            throws SQLException {
        Owner owner = owner(row);
        return new Owned<>(
                owner,
                new RegisteredModel(
                        ModelName.parse(row.getString("name")),
                        row.getString("description"),
                        tags.getOrDefault(owner, Map.of()),
                        aliases.getOrDefault(owner.id(), Map.of()),
                        row.getString("creator"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at")),
                        versions.getOrDefault(owner.id(), List.of())));
    }

    private Owned<ModelVersion> version(
            ResultSet row,
            Map<Owner, Map<String, String>> tags,
            Map<Owner, List<ModelVersion.ModelFile>> files)
            throws SQLException {
        Owner owner = owner(row);
        return new Owned<>(
                owner,
                new ModelVersion(
                        ModelName.parse(row.getString("name")),
                        owner.number(),
                        row.getString("description"),
                        tags.getOrDefault(owner, Map.of()),
                        row.getString("creator"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at")),
                        row.getString("source"),
                        home.root().resolve(row.getString("location")),
                        ModelVersion.Storage.valueOf(row.getString("storage")),
                        files.getOrDefault(owner, List.of()),
                        inspections.read(row.getString("inspection"))));
    }
}
