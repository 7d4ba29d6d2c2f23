package dev.modeldeck.engine.registry;

import dev.modeldeck.engine.kernel.HomeFolder;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes the tables of models, versions, aliases and tags; {@link RegistryReadStore} reads them.
 */
final class RegistryStore {

    private final HomeFolder home;
    private final InspectionJson inspections = new InspectionJson();

    RegistryStore(HomeFolder home) {
        this.home = home;
    }

    long insertModel(Handle handle, RegisteredModel model) {
        return handle.createUpdate(
                        "INSERT INTO model (name, description, creator, created_at, updated_at)"
                                + " VALUES (:name, :description, :creator, :at, :at)")
                .bind("name", model.name().toString())
                .bind("description", model.description())
                .bind("creator", model.creator())
                .bind("at", model.createdAt().toEpochMilli())
                .executeAndReturnGeneratedKeys()
                .mapTo(long.class)
                .one();
    }

    void renameModel(Handle handle, long id, ModelName name) {
        handle.createUpdate("UPDATE model SET name = :name WHERE id = :id")
                .bind("name", name.toString())
                .bind("id", id)
                .execute();
    }

    void markModelDeleted(Handle handle, long id, Instant at) {
        handle.createUpdate("UPDATE model SET deleted_at = :at WHERE id = :id")
                .bind("at", at.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /** Notes the time of a change of the model and, where it is not 0, of the version. */
    void touch(Handle handle, long id, int number, Instant at) {
        handle.createUpdate("UPDATE model SET updated_at = :at WHERE id = :id")
                .bind("at", at.toEpochMilli())
                .bind("id", id)
                .execute();
        of(
                        handle.createUpdate(
                                "UPDATE model_version SET updated_at = :at"
                                        + " WHERE model_id = :id AND number = :number"),
                        id,
                        number)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    void insertVersion(Handle handle, long id, ModelVersion version) {
        of(
                        handle.createUpdate(
                                "INSERT INTO model_version VALUES (:id, :number, :description,"
                                        + " :creator, :at, :at, :source, :location, :storage, :inspection)"),
                        id,
                        version.number())
                .bind("description", version.description())
                .bind("creator", version.creator())
                .bind("at", version.createdAt().toEpochMilli())
                .bind("source", version.source())
                .bind("location", portable(version.location()))
                .bind("storage", version.storage().name())
                .bind("inspection", inspections.write(version.inspection()))
                .execute();
    }

    void insertFile(Handle handle, long id, int number, StampedFile stamped) {
        of(
                        handle.createUpdate(
                                "INSERT INTO model_file"
                                        + " VALUES (:id, :number, :path, :size, :sha256, :stamp)"),
                        id,
                        number)
                .bind("path", stamped.file().path())
                .bind("size", stamped.file().sizeBytes())
                .bind("sha256", stamped.file().sha256())
                .bind("stamp", stamped.stamp())
                .execute();
    }

    void restamp(Handle handle, long id, int number, StampedFile stamped) {
        of(
                        handle.createUpdate(
                                "UPDATE model_file SET stamp = :stamp"
                                        + " WHERE model_id = :id AND number = :number AND path = :path"),
                        id,
                        number)
                .bind("path", stamped.file().path())
                .bind("stamp", stamped.stamp())
                .execute();
    }

    /** Removes the version with its files and tags; its aliases must be gone. */
    void deleteVersion(Handle handle, long id, int number) {
        of(
                        handle.createUpdate(
                                "DELETE FROM model_tag WHERE model_id = :id AND number = :number"),
                        id,
                        number)
                .execute();
        of(
                        handle.createUpdate(
                                "DELETE FROM model_version WHERE model_id = :id AND number = :number"),
                        id,
                        number)
                .execute();
    }

    void describeModel(Handle handle, long id, String text) {
        handle.createUpdate("UPDATE model SET description = :text WHERE id = :id")
                .bind("id", id)
                .bind("text", text)
                .execute();
    }

    void describeVersion(Handle handle, long id, int number, String text) {
        of(
                        handle.createUpdate(
                                "UPDATE model_version SET description = :text"
                                        + " WHERE model_id = :id AND number = :number"),
                        id,
                        number)
                .bind("text", text)
                .execute();
    }

    void tag(Handle handle, long id, int number, String key, @Nullable String value) {
        String sql =
                value == null
                        ? "DELETE FROM model_tag"
                                + " WHERE model_id = :id AND number = :number AND key = :key"
                        : "INSERT OR REPLACE INTO model_tag VALUES (:id, :number, :key, :value)";
        var update = of(handle.createUpdate(sql), id, number).bind("key", key);
        if (value != null) {
            update.bind("value", value);
        }
        update.execute();
    }

    void alias(Handle handle, long id, String alias, @Nullable Integer number) {
        String sql =
                number == null
                        ? "DELETE FROM model_alias WHERE model_id = :id AND alias = :alias"
                        : "INSERT OR REPLACE INTO model_alias VALUES (:id, :alias, :number)";
        var update = handle.createUpdate(sql).bind("id", id).bind("alias", alias);
        if (number != null) {
            update.bind("number", number);
        }
        update.execute();
    }

    private static <S extends SqlStatement<S>> S of(S statement, long id, int number) {
        return statement.bind("id", id).bind("number", number);
    }

    /** Relative where the files lie in the home folder, which may be moved as a whole. */
    private String portable(Path location) {
        return location.startsWith(home.root())
                ? home.root().relativize(location).toString().replace('\\', '/')
                : location.toString();
    }
}
