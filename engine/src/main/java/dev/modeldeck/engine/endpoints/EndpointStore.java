package dev.modeldeck.engine.endpoints;

import dev.modeldeck.engine.kernel.EndpointName;
import dev.modeldeck.engine.storage.Database;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Endpoints and their events in the database. */
final class EndpointStore {

    /** Events kept of each endpoint. */
    static final int EVENTS_KEPT = 500;

    private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};

    private final Database database;
    private final JsonMapper json = JsonMapper.builder().build();
    private final StoredConfig stored = new StoredConfig();

    EndpointStore(Database database) {
        this.database = database;
    }

    List<StoredEndpoint> all() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM endpoint ORDER BY name")
                        .map((row, context) -> endpoint(row))
                        .list());
    }

    /** Adds it, or replaces what is kept of it. */
    void save(StoredEndpoint endpoint) {
        database.write(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO endpoint (id, name, creator, description, tags,
                                    created_at, updated_at, running, last_version, active,
                                    pending, trouble)
                                VALUES (:id, :name, :creator, :description, :tags,
                                    :created, :updated, :running, :last, :active,
                                    :pending, :trouble)
                                ON CONFLICT (id) DO UPDATE SET description = :description,
                                    tags = :tags, updated_at = :updated,
                                    running = :running, last_version = :last,
                                    active = :active, pending = :pending,
                                    trouble = :trouble\
                                """)
                        .bind("id", endpoint.id())
                        .bind("name", endpoint.name().value())
                        .bind("creator", endpoint.creator())
                        .bind("description", endpoint.description())
                        .bind("tags", json.writeValueAsString(endpoint.tags()))
                        .bind("created", endpoint.createdAt().toEpochMilli())
                        .bind("updated", endpoint.updatedAt().toEpochMilli())
                        .bind("running", endpoint.running())
                        .bind("last", endpoint.lastVersion())
                        .bind("active", write(endpoint.active()))
                        .bind("pending", write(endpoint.pending()))
                        .bind("trouble", endpoint.trouble())
                        .execute());
    }

    void delete(String id) {
        database.write(handle -> handle.execute("DELETE FROM endpoint WHERE id = ?", id));
    }

    /** Adds an event and drops those that are too many. */
    void addEvent(String id, EndpointEvent event) {
        database.write(handle -> {
            handle.execute(
                    "INSERT INTO endpoint_event (endpoint, at, severity, type, message)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    id,
                    event.at().toEpochMilli(),
                    event.severity().name(),
                    event.type(),
                    event.message());
            return handle.execute(
                    "DELETE FROM endpoint_event WHERE endpoint = ? AND id <="
                            + " (SELECT id FROM endpoint_event WHERE endpoint = ?"
                            + " ORDER BY id DESC LIMIT 1 OFFSET ?)",
                    id,
                    id,
                    EVENTS_KEPT);
        });
    }

    /** Newest first. */
    List<EndpointEvent> events(String id) {
        return database.read(handle ->
                handle.createQuery(
                                "SELECT * FROM endpoint_event WHERE endpoint = :id"
                                        + " ORDER BY id DESC")
                        .bind("id", id)
                        .map((row, context) -> event(row))
                        .list());
    }

    private StoredEndpoint endpoint(ResultSet row) throws SQLException {
        return new StoredEndpoint(
                row.getString("id"),
                new EndpointName(row.getString("name")),
                row.getString("creator"),
                row.getString("description"),
                json.readValue(row.getString("tags"), TAGS),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getBoolean("running"),
                row.getInt("last_version"),
                read(row.getString("active")),
                read(row.getString("pending")),
                row.getString("trouble"));
    }

    private static EndpointEvent event(ResultSet row) throws SQLException {
        return new EndpointEvent(
                Instant.ofEpochMilli(row.getLong("at")),
                EndpointEvent.Severity.valueOf(row.getString("severity")),
                row.getString("type"),
                row.getString("message"));
    }

    private @Nullable String write(@Nullable EndpointConfig config) {
        return config == null ? null : stored.write(config);
    }

    private @Nullable EndpointConfig read(@Nullable String text) {
        return text == null ? null : stored.read(text);
    }
}
