package dev.modeldeck.engine.storage;

import dev.modeldeck.engine.kernel.EngineException;
import dev.modeldeck.engine.kernel.Problem;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.nio.file.Path;

/** The one database file. Readers do not block each other; writers wait for one another. */
public final class Database {

    private static final int BUSY_MILLIS = 10_000;

    private final Jdbi jdbi;

    private Database(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Opens the file, makes it where missing, and brings its tables to the present version. */
    public static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:dev/modeldeck/engine/storage/migrations")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new EngineException(
                    new Problem.Damaged(
                            "The database "
                                    + file
                                    + " cannot be opened. It may be damaged, or made by a newer Modeldeck."
                                    + " Move it away to begin afresh, or choose another folder with --home.",
                            file.toString()),
                    e);
        }
        return new Database(Jdbi.create(source));
    }

    /** For Store classes. */
    public Jdbi jdbi() {
        return jdbi;
    }
}
