package dev.modeldeck.app.connections;

import dev.modeldeck.engine.connections.Connection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** A server over loopback that is connected. */
abstract class WithServer {

    @TempDir Path folder;

    final Outcomes outcomes = new Outcomes();
    final FakeHost host = new FakeHost();
    final FakeKind kind = new FakeKind();
    SampleConnections sample;
    Connection connection;

    @BeforeEach
    void connect() {
        sample = new SampleConnections(folder, kind);
        connection = sample.save("gpu", host.address());
    }

    @AfterEach
    void close() {
        sample.close();
        host.close();
    }
}
