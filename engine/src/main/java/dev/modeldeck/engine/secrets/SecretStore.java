package dev.modeldeck.engine.secrets;

import dev.modeldeck.engine.storage.Database;

import org.jdbi.v3.core.mapper.RowMapper;

import java.util.List;
import java.util.Optional;

/** The names of secrets, and where each is kept. */
final class SecretStore {

    /**
     * @param account its name in that place
     */
    record Kept(Place.Kind place, String account) {}

    private static final RowMapper<Kept> KEPT =
            (row, context) ->
                    new Kept(Place.Kind.valueOf(row.getString("place")), row.getString("account"));

    private final Database database;

    SecretStore(Database database) {
        this.database = database;
    }

    List<SecretRef> all() {
        return database.read(handle ->
                handle
                        .createQuery("SELECT scope, key FROM secret")
                        .map((row, context) ->
                                new SecretRef(row.getString("scope"), row.getString("key")))
                        .stream()
                        .sorted()
                        .toList());
    }

    Optional<Kept> find(SecretRef ref) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT place, account FROM secret WHERE scope = :scope AND key ="
                                        + " :key")
                        .bind("scope", ref.scope())
                        .bind("key", ref.key())
                        .map(KEPT)
                        .findOne());
    }

    void put(SecretRef ref, Kept kept) {
        database.write(handle ->
                handle.createUpdate(
                                "INSERT INTO secret (scope, key, place, account) VALUES (:scope,"
                                        + " :key, :place, :account) ON CONFLICT (scope, key) DO"
                                        + " UPDATE SET place = :place, account = :account")
                        .bind("scope", ref.scope())
                        .bind("key", ref.key())
                        .bind("place", kept.place().name())
                        .bind("account", kept.account())
                        .execute());
    }

    void delete(SecretRef ref) {
        database.write(handle ->
                handle.createUpdate("DELETE FROM secret WHERE scope = :scope AND key = :key")
                        .bind("scope", ref.scope())
                        .bind("key", ref.key())
                        .execute());
    }
}
