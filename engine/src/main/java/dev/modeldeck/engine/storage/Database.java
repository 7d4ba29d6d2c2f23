package dev.modeldeck.engine.storage;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.OwnerOnly;
import dev.modeldeck.engine.kernel.Problem;

import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;

/** The one database file. Readers do not block each other; writers wait for one another. */
public final class Database implements AutoCloseable {

    private static final int BUSY_MILLIS = 10_000;

    private final Path file;
    private final IdleConnections connections;
    private final Jdbi jdbi;

    private Database(Path file, IdleConnections connections) {
        this.file = file;
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
    }

    /** Opens the file, makes it where missing, and brings its tables to the present version. */
    public static Database open(Path file) {
        SQLiteDataSource source = source(file);
        try {
            OwnerOnly.file(file); // SQLite gives its other files the rights of this one
            if (Files.size(file) == 0) {
                makeShrinkable(file);
            }
            if (!Schema.bringUpToDate(source)) {
                throw new EngineException(unusable(file, "It was made by a newer Modeldeck."));
            }
            return new Database(file, new IdleConnections(source));
        } catch (FlywayException | SQLException | IOException e) {
            throw new EngineException(unusable(file, "It may be damaged."), e);
        }
    }

    private static Problem unusable(Path file, String why) {
        return new Problem.Damaged(
                "The database "
                        + file
                        + " cannot be opened. "
                        + why
                        + " Move it away to begin afresh, or choose another folder with --home.",
                file.toString());
    }

    /** Only a file without tables can still be told to. */
    private static void makeShrinkable(Path file) throws SQLException {
        SQLiteDataSource plain = new SQLiteDataSource();
        plain.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = plain.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("VACUUM");
        }
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "FAST");
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** For Store classes. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Reads, outside of a transaction. */
    public <T> T read(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw troubled(e);
        }
    }

    /** All or nothing: whatever the work throws undoes what it did. */
    public <T> T write(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            return handle.inTransaction(work::apply);
        } catch (JdbiException e) {
            throw troubled(e);
        }
    }

    /** What the content takes; the file may be larger by what was deleted. */
    public long usedBytes() {
        return read(handle ->
                handle.createQuery(
                                "SELECT (page_count - freelist_count) * page_size FROM"
                                        + " pragma_page_count, pragma_freelist_count,"
                                        + " pragma_page_size")
                        .mapTo(Long.class)
                        .one());
    }

    /** Takes what was deleted out of the file, so that the disk has its room back. */
    public void shrink() {
        read(handle -> {
            // Step by step as long as there are any: a prepared statement takes but the first.
            try (Statement statement = handle.getConnection().createStatement()) {
                statement.executeUpdate("PRAGMA incremental_vacuum");
                return statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } catch (SQLException e) {
                throw new ConnectionException(e);
            }
        });
    }

    private EngineException troubled(JdbiException cause) {
        return new EngineException(
                new Problem.Unavailable(
                        "The database "
                                + file
                                + " could not be read or written. Make sure that its disk has room"
                                + " and that no other program holds it, then try again."),
                cause);
    }

    @Override
    public void close() {
        connections.close();
    }
}
