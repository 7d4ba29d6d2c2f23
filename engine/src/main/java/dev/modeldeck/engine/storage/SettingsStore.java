package dev.modeldeck.engine.storage;

import java.util.Optional;

/** Small values that outlive the program, as JSON texts by key. */
public final class SettingsStore {

    private final Database database;

    public SettingsStore(Database database) {
        this.database = database;
    }

    public Optional<String> read(String key) {
        return database.read(handle ->
                handle.createQuery("SELECT value FROM setting WHERE key = :key")
                        .bind("key", key)
                        .mapTo(String.class)
                        .findOne());
    }

    public void write(String key, String json) {
        database.write(handle ->
                handle.createUpdate(
                                "INSERT INTO setting (key, value) VALUES (:key, :value)"
                                        + " ON CONFLICT (key) DO UPDATE SET value = :value")
                        .bind("key", key)
                        .bind("value", json)
                        .execute());
    }
}
