package dev.modeldeck.engine.storage;

import org.jdbi.v3.core.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.sql.DataSource;

/**
 * Keeps connections for the next user. With SQLite that is more than a saving: when the last
 * connection closes, the whole write-ahead log is written into the file and synced, which would
 * make every single write wait for the disk.
 */
final class IdleConnections implements ConnectionFactory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);
    private static final int MOST_IDLE = 4;

    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final DataSource source;
    private volatile boolean closed;

    IdleConnections(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection connection = idle.pollFirst();
        return connection != null ? connection : source.getConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        if (closed || idle.size() >= MOST_IDLE || !connection.getAutoCommit()) {
            connection.close();
        } else {
            idle.addFirst(connection);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Connection one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            try {
                one.close();
            } catch (SQLException e) {
                LOG.warn("A connection to the database could not be closed", e);
            }
        }
    }
}
