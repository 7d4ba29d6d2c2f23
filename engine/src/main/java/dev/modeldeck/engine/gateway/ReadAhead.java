package dev.modeldeck.engine.gateway;

import io.helidon.common.buffers.DataReader;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The bytes of one connection. While a request is being answered nobody reads the connection, and
 * so nobody notices its end; this reads on meanwhile and keeps what comes for the next request.
 */
final class ReadAhead implements Supplier<byte[]> {

    private final DataReader source;
    private @Nullable CompletableFuture<byte[]> ahead;

    ReadAhead(DataReader source) {
        this.source = source;
    }

    /** The next bytes; throws as the source does where the connection has ended. */
    @Override
    public byte[] get() {
        CompletableFuture<byte[]> begun = taken();
        if (begun == null) {
            return read();
        }
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Runs the action when the connection ends, if it does before the next bytes come. */
    synchronized void whenEnded(Runnable action) {
        if (ahead == null) {
            ahead =
                    CompletableFuture.supplyAsync(
                            this::read, task -> Thread.ofVirtual().name("read-ahead").start(task));
        }
        ahead =
                ahead.whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        action.run();
                    }
                });
    }

    private synchronized @Nullable CompletableFuture<byte[]> taken() {
        CompletableFuture<byte[]> begun = ahead;
        ahead = null;
        return begun;
    }

    private byte[] read() {
        source.ensureAvailable();
        return source.readBytes(source.available());
    }
}
