package dev.modeldeck.engine.connections;

import dev.modeldeck.engine.storage.Database;
import dev.modeldeck.engine.wire.Json;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Connections in the database. Their secrets are references here. */
final class ConnectionStore {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Database database;
    private final JsonMapper json = JsonMapper.builder().build();

    ConnectionStore(Database database) {
        this.database = database;
    }

    List<Connection> all() {
        return database.read(handle ->
                handle.createQuery("SELECT * FROM connection ORDER BY name COLLATE NOCASE")
                        .map((row, context) -> connection(row))
                        .list());
    }

    /** Adds it, or replaces what is kept of it. */
    void save(Connection connection) {
        database.write(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO connection (id, name, address, server, access, settings)
                                VALUES (:id, :name, :address, :server, :access, :settings)
                                ON CONFLICT (id) DO UPDATE SET name = :name,
                                    address = :address, server = :server,
                                    access = :access, settings = :settings\
                                """)
                        .bind("id", connection.id())
                        .bind("name", connection.name())
                        .bind("address", connection.address().toString())
                        .bind("server", connection.server())
                        .bind("access", Json.write(write(connection.access())))
                        .bind("settings", json.writeValueAsString(connection.settings()))
                        .execute());
    }

    void delete(String id) {
        database.write(handle -> handle.execute("DELETE FROM connection WHERE id = ?", id));
    }

    private Connection connection(ResultSet row) throws SQLException {
        return new Connection(
                row.getString("id"),
                row.getString("name"),
                URI.create(row.getString("address")),
                row.getString("server"),
                access(Json.parseObject(row.getString("access"))),
                json.readValue(row.getString("settings"), TEXTS));
    }

    private ObjectNode write(Access access) {
        ObjectNode tree = (ObjectNode) json.valueToTree(access);
        ObjectNode auth = (ObjectNode) json.valueToTree(access.auth());
        auth.put(
                "type",
                switch (access.auth()) {
                    case Auth.None _ -> "none";
                    case Auth.Bearer _ -> "bearer";
                    case Auth.Basic _ -> "basic";
                    case Auth.ApiKey _ -> "api_key";
                    case Auth.OAuth _ -> "oauth";
                    case Auth.GoogleAccount _ -> "google";
                    case Auth.AwsKeys _ -> "aws";
                });
        tree.set("auth", auth);
        return tree;
    }

    private Access access(ObjectNode tree) {
        Auth auth = auth((ObjectNode) tree.remove("auth"));
        return json.treeToValue(tree, Access.class).withAuth(auth);
    }

    private Auth auth(ObjectNode tree) {
        String type = tree.remove("type").stringValue();
        return switch (type) {
            case "bearer" -> json.treeToValue(tree, Auth.Bearer.class);
            case "basic" -> json.treeToValue(tree, Auth.Basic.class);
            case "api_key" -> json.treeToValue(tree, Auth.ApiKey.class);
            case "oauth" -> json.treeToValue(tree, Auth.OAuth.class);
            case "google" -> json.treeToValue(tree, Auth.GoogleAccount.class);
            case "aws" -> json.treeToValue(tree, Auth.AwsKeys.class);
            default -> new Auth.None();
        };
    }
}
