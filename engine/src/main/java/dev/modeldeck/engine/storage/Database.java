package dev.modeldeck.engine.storage;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;
import java.sql.SQLException;
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
            if (!Schema.bringUpToDate(source)) {
                throw new EngineException(unusable(file, "It was made by a newer Modeldeck."));
            }
            return new Database(file, new IdleConnections(source));
        } catch (FlywayException | SQLException e) {
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

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
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
