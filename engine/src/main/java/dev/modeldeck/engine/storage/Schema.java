package dev.modeldeck.engine.storage;

import org.flywaydb.core.Flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * The tables of the present version. The file itself says which version it has (SQLite's {@code
 * user_version}), so that an up-to-date one opens without Flyway, whose start costs more than all
 * else that opening does.
 */
final class Schema {

    /** Number of the newest migration. */
    static final int NEWEST = 8;

    private Schema() {}

    /**
     * Migrates where needed.
     *
     * @return false for a file of a newer program
     */
    static boolean bringUpToDate(DataSource source) throws SQLException {
        int present = version(source);
        if (present < NEWEST) {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/modeldeck/engine/storage/migrations")
                    .load()
                    .migrate();
            execute(source, "PRAGMA user_version = " + NEWEST);
        }
        return present <= NEWEST;
    }

    private static int version(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
